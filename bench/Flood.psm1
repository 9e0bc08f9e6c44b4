# Floods a veth pair with packets while programs capture them, and says what each made of it.
. "$PSScriptRoot/../tests/Pester/shared/Engines.ps1"
$shortly = 1200     # milliseconds for the rest to be captured, when the flood is over

# Two namespaces with a veth pair, and the sender's program in a folder.
function New-Flood([string] $Folder) {
    & gcc -O2 -o "$Folder/flood" "$PSScriptRoot/Senders/flood.c"
    $null = New-NetNamespace flood-from, flood-to
    $null = New-VethPair flood0 flood1 -Namespace flood-from -PeerNamespace flood-to -IPAddress 10.66.0.1/24 -PeerIPAddress 10.66.0.2/24
    # Nobody shall answer that the port is closed.
    & ip netns exec flood-to nft 'add table ip flood; add chain ip flood in { type filter hook prerouting priority -300; }; add rule ip flood in udp dport 9 drop'
}

function Remove-Flood { Remove-NetNamespace flood-from, flood-to -WarningAction Ignore }

# The processor time that a process has taken, in milliseconds.
function Get-ProcessorTime([int] $Id) {
    $fields = [System.IO.File]::ReadAllText("/proc/$Id/stat") -replace '^.*\) ' -split ' '
    ([long] $fields[11] + [long] $fields[12]) * 10
}

# The memory that it has, in MiB.
function Get-ResidentSize([int] $Id) { [Math]::Round([long] ([System.IO.File]::ReadAllText("/proc/$Id/status") -replace '(?s)^.*VmRSS:\s+(\d+).*$', '$1') / 1024) }

# How many packets came to flood1 so far.
function Get-Arrived { [long] ((& ip -n flood-to -j -s link show dev flood1 | ConvertFrom-Json).stats64.rx.packets) }

# How many sockets capture there: /proc/net/packet has a line for each, with protocol 3 (ETH_P_ALL) once it does.
function Get-SocketCount { @(@(& ip netns exec flood-to cat /proc/net/packet) -match ' 0003 ').Count }

# Starts a way of CaptureWays.ps1, and returns when it captures.
function Start-Way([hashtable] $Way, [string] $Folder, [int] $Seconds) {
    $others = Get-SocketCount
    $process = if ($Way.Tcpdump) {
        $words = @('ip', 'netns', 'exec', 'flood-to', 'tcpdump', '-i', 'flood1', '-Z', 'root') + $Way.Tcpdump.Replace('{0}', $Folder)
        # Text goes nowhere without this process's help, which would take time from it.
        if ($Way.Tcpdump -contains '-nn') { $words = @('sh', '-c', 'exec "$@" > /dev/null', 'sh') + $words }
        Start-Words $words
    }
    else {
        # It stays until it has been looked at.
        $script = $Way.Script.Replace('{0}', $Folder).Replace('{1}', "$($Seconds + 2)") + '; $null = [Console]::In.ReadToEnd()'
        Start-Words (Get-ShellWords $script)
    }
    while ((Get-SocketCount) -le $others) {
        if ($process.HasExited) { throw "$($Way.What) ended: $($process.StandardError.ReadToEnd())" }
        [System.Threading.Thread]::Sleep(20)
    }
    @{ Way = $Way; Process = $process; Began = Get-ProcessorTime $process.Id }
}

# Ends it, and returns what it had.
function Stop-Way($Running, [long] $Arrived) {
    $process = $Running.Process
    if ($Running.Way.Tcpdump) {
        $took = (Get-ProcessorTime $process.Id) - $Running.Began
        $null = & kill -INT $process.Id
        $said = $process.StandardError.ReadToEnd()
        $captured = [long] [regex]::Match($said, '(\d+) packets? captured').Groups[1].Value
        $lost = [long] [regex]::Match($said, '(\d+) packets? dropped by kernel').Groups[1].Value
    }
    else {
        # One that waits to be stopped has all packets by now, as tcpdump has; one that ends by itself may still be reading.
        $took = (Get-ProcessorTime $process.Id) - $Running.Began
        if ($Running.Way.Script -like '*ReadLine*') { $process.StandardInput.WriteLine() }
        $captured, $lost = $process.StandardOutput.ReadLine().Split(' ').ForEach([long])
        if ($captured -lt 0) { $captured = $Arrived - $lost }
        if ($Running.Way.Script -notlike '*ReadLine*') { $took = (Get-ProcessorTime $process.Id) - $Running.Began }
        $process.StandardInput.Close()
    }
    $process.WaitForExit()
    $process.Dispose()
    @{ What = $Running.Way.What; Captured = $captured; Lost = $lost; Took = $took; Early = $Running.Early; Late = $Running.Late }
}

# Lets ways capture the same flood at the same time, and returns what each had: packets, those lost, CPU per packet in µs, memory in MiB
# after a second and at the end.
function Measure-Flood([hashtable[]] $Way, [string] $Folder, [int] $Senders, [int] $Seconds) {
    while (Get-SocketCount) { [System.Threading.Thread]::Sleep(20) }        # the kernel closes them a moment after their process ends
    $running = @(foreach ($one in $Way) { Start-Way $one $Folder $Seconds })
    $before = Get-Arrived
    $floods = @(foreach ($i in 1..$Senders) { Start-Words 'ip', 'netns', 'exec', 'flood-from', "$Folder/flood", "$Seconds", "$(5000 + $i)" })
    [System.Threading.Thread]::Sleep(1000)
    foreach ($one in $running) { $one.Early = Get-ResidentSize $one.Process.Id }
    [System.Threading.Thread]::Sleep($Seconds * 1000 - 1200)
    foreach ($one in $running) { $one.Late = Get-ResidentSize $one.Process.Id }
    $sent = 0
    foreach ($flood in $floods) { $sent += [long] $flood.StandardOutput.ReadToEnd(); $flood.WaitForExit(); $flood.Dispose() }
    [System.Threading.Thread]::Sleep($shortly)
    $arrived = (Get-Arrived) - $before
    foreach ($one in $running) {
        $had = Stop-Way $one $arrived
        $had.Sent = $sent
        $had.Rate = $had.Captured / $Seconds
        $had.LostPercent = 100 * $had.Lost / [Math]::Max(1, $had.Captured + $had.Lost)
        $had.PerPacket = $had.Took * 1000 / [Math]::Max(1, $had.Captured)
        $had
    }
}

Export-ModuleMember -Function New-Flood, Remove-Flood, Measure-Flood
