# Capturing to a file: Start-NetCapture and `tcpdump -w`, each on the same end of a veth pair. Frames of 64 bytes come as fast as one and two senders
# can (bench/Senders/flood.c, built by gcc where there is one).
param([int] $Runs)
$work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-bench-').FullName
$seconds = 5
$spaces = 'flood-from', 'flood-to'

# The processor time that a process has taken, in milliseconds.
function Get-ProcessorTime([int] $Id) {
    $fields = [System.IO.File]::ReadAllText("/proc/$Id/stat") -replace '^.*\) ' -split ' '
    ([long] $fields[11] + [long] $fields[12]) * 10
}

# Floods; returns how many packets were sent.
function Send-Flood([int] $Senders) {
    $processes = foreach ($i in 1..$Senders) {
        $start = [System.Diagnostics.ProcessStartInfo]::new('ip', [string[]] ('netns', 'exec', 'flood-from', "$work/flood", "$seconds", "$(5000 + $i)"))
        $start.RedirectStandardOutput = $true
        [System.Diagnostics.Process]::Start($start)
    }
    $sent = 0
    foreach ($process in $processes) { $sent += [long] $process.StandardOutput.ReadToEnd(); $process.WaitForExit(); $process.Dispose() }
    [System.Threading.Thread]::Sleep(1200)
    $sent
}

# What `tcpdump -w` makes of a flood.
function Measure-Tcpdump([int] $Senders) {
    $start = [System.Diagnostics.ProcessStartInfo]::new('ip', [string[]] ('netns', 'exec', 'flood-to', 'tcpdump', '-i', 'flood1', '-w', "$work/tcpdump.pcap", '-B', '16384', '-Z', 'root'))
    $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    do { $line = $process.StandardError.ReadLine() } until ($null -eq $line -or $line -like '*listening on*')
    $sent = Send-Flood $Senders
    $took = Get-ProcessorTime $process.Id
    $null = & kill -INT $process.Id
    $said = $process.StandardError.ReadToEnd()
    $process.WaitForExit()
    @{ Sent = $sent; Captured = [long] [regex]::Match($said, '(\d+) packets captured').Groups[1].Value; Dropped = [long] [regex]::Match($said, '(\d+) packets dropped by kernel').Groups[1].Value; Took = $took }
}

# What a shell with Start-NetCapture does.
function Measure-Capture([int] $Senders) {
    $process = Start-Words (Get-ShellWords "`$capture = Start-NetCapture flood1 -Namespace flood-to -Path '$work/own.pcapng' -Force; [Console]::WriteLine('ready'); `$null = [Console]::ReadLine(); `$end = `$capture | Stop-NetCapture -PassThru; [Console]::WriteLine(`"`$(`$end.Packets) `$(`$end.Dropped)`")")
    do { $line = $process.StandardOutput.ReadLine() } until ($null -eq $line -or $line -eq 'ready')
    $before = Get-ProcessorTime $process.Id
    $sent = Send-Flood $Senders
    $took = (Get-ProcessorTime $process.Id) - $before
    $process.StandardInput.WriteLine()
    $packets, $dropped = $process.StandardOutput.ReadLine().Split(' ')
    $process.WaitForExit()
    @{ Sent = $sent; Captured = [long] $packets; Dropped = [long] $dropped; Took = $took }
}

'## Capture to a file'
''
if (-not (Get-Command gcc -CommandType Application -ErrorAction Ignore) -or -not (Get-Command tcpdump -CommandType Application -ErrorAction Ignore)) {
    'Not measured: there is no gcc for the sender, or no tcpdump.'
    return
}
& gcc -O2 -o "$work/flood" "$PSScriptRoot/../Senders/flood.c"
$null = New-NetNamespace $spaces
$null = New-VethPair flood0 flood1 -Namespace flood-from -PeerNamespace flood-to -IPAddress 10.66.0.1/24 -PeerIPAddress 10.66.0.2/24
# Nobody shall answer that the port is closed.
& ip netns exec flood-to nft 'add table ip flood; add chain ip flood in { type filter hook prerouting priority -300; }; add rule ip flood in udp dport 9 drop'
try {
    $rows = foreach ($senders in 1, 2) {
        foreach ($way in 'tcpdump -w', 'Start-NetCapture') {
            $all = @(foreach ($run in 1..$Runs) { if ($way -eq 'tcpdump -w') { Measure-Tcpdump $senders } else { Measure-Capture $senders } })
            $Host.UI.WriteLine("  $way, $senders senders: $(@($all | ForEach-Object { "$($_.Captured) of $($_.Sent)" }) -join ', ')")
            @{
                'to file'            = "$way, $senders sender$(if ($senders -gt 1) { 's' })"
                'packets/s'          = '{0:N0}' -f (Get-Median @($all | ForEach-Object { $_.Captured / $seconds }))
                'lost, worst run'    = '{0:N0}' -f ($all | ForEach-Object { $_.Dropped } | Measure-Object -Maximum).Maximum
                'CPU per packet, µs' = '{0:0.000}' -f (Get-Median @($all | ForEach-Object { $_.Took * 1000 / [Math]::Max(1, $_.Captured) }))
            }
        }
    }
}
finally {
    Remove-NetNamespace $spaces -WarningAction Ignore
    [System.IO.Directory]::Delete($work, $true)
}
"64-byte UDP frames for $seconds s as fast as sendmmsg(2) takes them, over a veth pair; medians of $Runs run$(if ($Runs -gt 1) { 's' }). CPU is the process's own, user and system."
''
Format-MarkdownTable 'to file', 'packets/s', 'lost, worst run', 'CPU per packet, µs' $rows
