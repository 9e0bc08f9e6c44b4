# A program at a terminal of its own, which script(1) makes, and a test at its keyboard and screen.

# Types each line of a dialogue once the screen ends as it says (a regular expression), and returns all that was shown.
function Get-Screen([string] $Command, [object[]] $Dialogue, [double] $Seconds = 20) {
    $start = [System.Diagnostics.ProcessStartInfo]::new('script')
    foreach ($word in '-qec', $Command, '/dev/null') { $start.ArgumentList.Add($word) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $start.Environment['TERM'] = 'dumb'
    $start.Environment['VETHLAB_SKIP_BUILD'] = '1'
    $process = [System.Diagnostics.Process]::Start($start)
    $screen = [System.Text.StringBuilder]::new()
    $buffer = [char[]]::new(4096)
    try {
        $reading = $process.StandardOutput.ReadAsync($buffer, 0, $buffer.Length)
        foreach ($turn in $Dialogue + @{ Screen = $null; Key = $null }) {
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $from = $screen.Length
            while ($true) {
                if ($reading.Wait(20)) {
                    if ($reading.Result -eq 0) { break }
                    $null = $screen.Append($buffer, 0, $reading.Result)
                    $reading = $process.StandardOutput.ReadAsync($buffer, 0, $buffer.Length)
                }
                if ($null -ne $turn.Screen -and (Get-PlainText $screen.ToString($from, $screen.Length - $from)) -match $turn.Screen) { break }
                if ($clock.Elapsed.TotalSeconds -gt $Seconds) { throw "The screen does not end with '$($turn.Screen)' but is: $(Get-PlainText $screen)" }
            }
            if ($null -ne $turn.Key) {
                $process.StandardInput.Write("$($turn.Key)`r")
                $process.StandardInput.Flush()
            }
        }
        Get-PlainText $screen
    }
    finally {
        if (-not $process.WaitForExit(5000)) { $process.Kill($true) }
        $process.Dispose()
    }
}

# Without colours, cursor movements and carriage returns.
function Get-PlainText([string] $Text) { $Text -replace "`e\[[0-9;?]*[A-Za-z]" -replace "`e[=>]" -replace "`r" }
