# From Ctrl+C to the end of the pipeline: a shell of its own is waiting when SIGINT comes, and says in `finally` when it got there; and
# the same through PowerShell.Stop() in this process. Clocks are the kernel's monotonic one, the same in all processes.
param([int] $Runs)
$projectRoot = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
$work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-bench-').FullName
$helpers = @()

# A shell that sends SIGINT itself: starting kill(1) each time would take longer than what is measured.
$sender = [System.Diagnostics.ProcessStartInfo]::new('sh')
foreach ($word in '-c', 'while read pid; do kill -INT $pid; done') { $sender.ArgumentList.Add($word) }
$sender.RedirectStandardInput = $true
$sender = [System.Diagnostics.Process]::Start($sender)
$helpers += $sender

function Get-Elapsed([long] $From, [long] $To) { ($To - $From) * 1000.0 / [System.Diagnostics.Stopwatch]::Frequency }

# One Ctrl+C in a shell: ./vethlab, or pwsh.
function Measure-Signal([string] $Shell, [string] $Script, [bool] $SaysReady) {
    $said = "$work/ended"
    [System.IO.File]::Delete($said)
    $ready = if ($SaysReady) { '' } else { "[Console]::WriteLine('ready'); " }
    $text = "try { $ready$Script } finally { [System.IO.File]::WriteAllText('$said', [System.Diagnostics.Stopwatch]::GetTimestamp()) }"
    $words = if ($Shell -eq 'pwsh') { 'pwsh', '-NoProfile', '-NonInteractive', '-Command', "Import-Module '$moduleManifest'; $text" } else { "$projectRoot/vethlab", '-NonInteractive', '-Command', $text }
    $process = Start-Words $words
    $process.StandardInput.Close()
    $errors = $process.StandardError.ReadToEndAsync()
    while (($line = $process.StandardOutput.ReadLine()) -ne 'ready') { if ($null -eq $line) { throw "$Script ended at once: $($errors.Result)" } }
    $rest = $process.StandardOutput.ReadToEndAsync()
    [System.Threading.Thread]::Sleep(400)
    if ($process.HasExited) { throw "$Script did not wait: $($errors.Result)" }
    $pressed = [System.Diagnostics.Stopwatch]::GetTimestamp()
    $sender.StandardInput.WriteLine($process.Id)
    $sender.StandardInput.Flush()
    if (-not $process.WaitForExit(30000)) { $process.Kill($true); throw "$Script did not end within 30 s." }
    $process.Dispose()
    Get-Elapsed $pressed ([long] [System.IO.File]::ReadAllText($said))
}

# One PowerShell.Stop() here.
function Measure-Stop([string] $Script) {
    $state = [hashtable]::Synchronized(@{})
    $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
    $null = $shell.AddScript("param(`$state) Import-Module '$moduleManifest'; `$state.Ready = `$true; $($Script.Replace('[Console]::WriteLine("ready")', '$null = 1'))").AddArgument($state)
    $null = $shell.BeginInvoke()
    while (-not $state.Ready) { [System.Threading.Thread]::Sleep(10) }
    [System.Threading.Thread]::Sleep(400)
    if ($shell.InvocationStateInfo.State -ne 'Running') { throw "$Script did not wait: $($shell.Streams.Error)" }
    $pressed = [System.Diagnostics.Stopwatch]::GetTimestamp()
    $shell.Stop()
    Get-Elapsed $pressed ([System.Diagnostics.Stopwatch]::GetTimestamp())
    $shell.Dispose()
}

$others = @((Get-NetNamespace).Name)
$null = New-NetNamespace waiting, flooded, locked, hub
$null = New-VethPair quiet silent -Namespace waiting -PeerNamespace locked -IPAddress 10.8.0.1/24
$null = New-NetNeighbor 10.8.0.2 02:00:00:00:00:02 quiet -Namespace waiting
$null = New-NetRoute 10.9.0.0/16 10.8.0.2 -Namespace waiting
$null = 1..200 | ForEach-Object { "many$_" } | New-NetNamespace
$null = 1..200 | ForEach-Object { New-VethPair in out -Namespace "many$_" -PeerNamespace "many$_"; New-VethPair up "down$_" -Namespace "many$_" -PeerNamespace hub }
$helpers += [System.Diagnostics.Process]::Start('flock', [string[]] ('/run/netns/locked', 'sleep', '3600'))
$flood = [System.Diagnostics.ProcessStartInfo]::new('sh', [string[]] ('-c', 'exec ip netns exec flooded ping -q -i 0.0005 127.0.0.1'))
$flood.RedirectStandardOutput = $true
$helpers += [System.Diagnostics.Process]::Start($flood)
$shells = @('./vethlab') + @(if (Get-Command pwsh -CommandType Application -ErrorAction Ignore) { 'pwsh' })
try {
    $run = 0
    $rows = foreach ($case in & $PSScriptRoot/../InterruptCases.ps1) {
        $row = @{ 'waiting for' = $case.What }
        foreach ($way in $shells + 'Stop()') {
            $values = foreach ($i in 1..$Runs) {
                $script = $case.Script.Replace('{0}', "$((++$run))")
                if ($way -eq 'Stop()') { Measure-Stop $script } else { Measure-Signal $way $script ([bool] $case.SaysReady) }
                Get-NetNamespace new*, held* | Remove-NetNamespace -WarningAction Ignore
                Get-NetInterface v*x*, w*x* -Namespace waiting -ErrorAction Ignore | Where-Object Kind -EQ veth | Remove-NetInterface -ErrorAction Ignore
            }
            $row[$way] = Format-Runs $values
            if ([System.Linq.Enumerable]::Max([double[]] $values) -gt 200) { $row[$way] = "**$($row[$way])**" }
            $Host.UI.WriteLine("  $($case.What), $way`: $(@($values | ForEach-Object { Format-Milliseconds $_ }) -join ' ')")
        }
        $row
    }
}
finally {
    foreach ($helper in $helpers) { $helper.Kill($true); $helper.WaitForExit(); $helper.Dispose() }
    # Whatever is wrong here must not hide what went wrong above.
    Get-NetNamespace | Where-Object Name -NotIn $others | Remove-NetNamespace -WarningAction Ignore -ErrorAction Continue
    [System.IO.Directory]::Delete($work, $true)
}
'## Ctrl+C'
''
'From SIGINT, sent to the shell, until its `finally` block runs, and from PowerShell.Stop() until it returns. Milliseconds: the median of ' + "$Runs runs, and the"
'worst of them in brackets. The goal is 200 ms in every run; what misses it is bold.'
''
Format-MarkdownTable (@('waiting for') + $shells + 'Stop()') $rows
