# ./vethlab as its user runs it. Dot-source it in BeforeAll.
. "$PSScriptRoot/Engines.ps1"

# Runs ./vethlab to its end.
function Invoke-Launcher([string[]] $Arguments, [string] $Typed = '') {
    $process = Start-Words (@("$projectRoot/vethlab") + $Arguments)
    try {
        $process.StandardInput.Write($Typed)
        $process.StandardInput.Close()
        $errors = $process.StandardError.ReadToEndAsync()
        $output = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        [pscustomobject]@{
            ExitCode = $process.ExitCode
            Output = @($output.Split("`n") | Where-Object { $_ })
            Errors = @($errors.Result.Split("`n") | Where-Object { $_ })
        }
    }
    finally { $process.Dispose() }
}
