# tcpdump in a namespace, running beside the test. It is started outside every Invoke-NetNamespace block: its readers are pool threads.

# Returns the process when it is listening.
function Start-Tcpdump([string] $Namespace, [string] $Interface, [string] $Filter = 'icmp', [string[]] $Option = @()) {
    $start = [System.Diagnostics.ProcessStartInfo]::new('ip')
    foreach ($argument in @('netns', 'exec', $Namespace, 'tcpdump', '-nn', '-l', '--immediate-mode', '-i', $Interface) + $Option + $Filter) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $tcpdump = [System.Diagnostics.Process]::Start($start)
    do {
        $line = $tcpdump.StandardError.ReadLine()
        if ($null -eq $line) { throw "tcpdump ended: it cannot listen on $Interface." }
    } until ($line -like '*listening on*')
    $tcpdump
}

# Waits for so many lines (bounded), ends tcpdump and returns all lines it wrote.
function Stop-Tcpdump([System.Diagnostics.Process] $Tcpdump, [int] $Lines) {
    $seen = @(for ($i = 0; $i -lt $Lines; $i++) {
        $reading = $Tcpdump.StandardOutput.ReadLineAsync()
        if (-not $reading.Wait(3000)) { break }
        $reading.Result
    })
    $null = & kill -INT $Tcpdump.Id
    if ($reading -and -not $reading.IsCompleted) { $null = $reading.Wait(3000); $seen += $reading.Result }
    $rest = $Tcpdump.StandardOutput.ReadToEnd()
    $null = $Tcpdump.StandardError.ReadToEnd()
    $Tcpdump.WaitForExit()
    $Tcpdump.Dispose()
    @($seen) + @($rest.Split("`n")) | Where-Object { $_ }
}
