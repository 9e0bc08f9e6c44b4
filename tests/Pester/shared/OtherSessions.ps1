# What a command says in another process, which runs with less than this one has: as another user, or with system calls refused.
. "$PSScriptRoot/Engines.ps1"

# An error in plain words and numbers, so that it can come from another process.
$errorFacts = @'
function Get-ErrorFacts($Record) {
    [pscustomobject]@{
        Id = $Record.FullyQualifiedErrorId; Category = "$($Record.CategoryInfo.Category)"; Target = "$($Record.TargetObject)"
        Message = $Record.Exception.Message; Shown = "$Record"; Advice = $Record.ErrorDetails.RecommendedAction
        Type = $Record.Exception.GetType().FullName; Error = "$($Record.Exception.Error)"; Errno = "$($Record.Exception.Errno)"
        KernelMessage = "$($Record.Exception.KernelMessage)"
    }
}
'@
. ([scriptblock]::Create($errorFacts))

# Runs a command in a shell that a program's words start. Returns the facts of each error, and each output as a text.
function Invoke-Elsewhere([string[]] $Through, [string] $Command) {
    $script = "$errorFacts; `$ErrorActionPreference = 'Continue'
        & { $Command } 2>&1 | ForEach-Object { if (`$_ -is [System.Management.Automation.ErrorRecord]) { Get-ErrorFacts `$_ | ConvertTo-Json -Compress } else { `"`$_`" } }"
    $process = Start-Words ($Through + (Get-ShellWords $script))
    $process.StandardInput.Close()
    $reading = $process.StandardError.ReadToEndAsync()
    $told = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) { throw "exit code $($process.ExitCode): $told $($reading.Result)" }
    $process.Dispose()
    foreach ($line in $told.Split("`n")) {
        if ($line.StartsWith('{"Id":')) { $line | ConvertFrom-Json } elseif ($line) { $line }
    }
}
