# Runs a script to its end in another process with VethLab in it; returns its output as lines, throws when it fails.
. "$PSScriptRoot/Engines.ps1"

function Invoke-ChildSession([string] $Script) {
    $child = Start-Words (Get-ShellWords "`$ErrorActionPreference = 'Stop'; $Script")
    $child.StandardInput.Close()
    $errors = $child.StandardError.ReadToEndAsync()
    $output = $child.StandardOutput.ReadToEnd()
    $child.WaitForExit()
    $exitCode = $child.ExitCode
    $child.Dispose()
    if ($exitCode -ne 0) { throw "The other session failed: $output $($errors.Result)" }
    $output.Split("`n") | Where-Object { $_ }
}
