# Runs tests/Invoke-Tests.ps1 inside `./vethlab -Isolated`, looks whether the machine is as it was, and prints the sum.
# Under pwsh the tests run in pwsh (with Pester, where it is installed), which the launcher starts inside.
# Returns the exit code.
# Of -Module, the module to test instead of the clone's, VETHLAB_MODULE tells everything inside: ./vethlab imports what it names, and so
# do the test files (Pester/shared/Module.ps1) and all the shells that they start.
param([Parameter(Mandatory)] [string] $Root, [string[]] $Tag, [string[]] $Name, [string] $Module)
Import-Module $Root/tests/LeakCheck/LeakCheck.psm1

$results = [System.IO.Directory]::CreateTempSubdirectory('VethLab-tests-').FullName
$arguments = @('-ResultPath', "$results/results", '-Assembly', "$Root/tests/VethLab.Tests/bin/Release/net10.0/VethLab.Tests.dll")
if ($Tag) { $arguments += '-Tag', ($Tag -join ',') }
if ($Name) { $arguments += '-Name', ($Name -join ',') }
$script = "$Root/tests/Invoke-Tests.ps1"
$mark = [guid]::NewGuid().ToString()

if ($Module) {
    $Module = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Module)
    $manifest = @($Module; "$Module/VethLab.psd1"; if ([System.IO.Directory]::Exists($Module)) { [System.IO.Directory]::GetDirectories($Module) | ForEach-Object { "$_/VethLab.psd1" } }) |
        Where-Object { [System.IO.File]::Exists($_) }
    if (@($manifest).Count -ne 1) { throw "-Module must name one module, and $Module has $(@($manifest).Count)." }
}

$before = Get-NetworkState
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$env:VETHLAB_TEST_RUN = $mark
$env:VETHLAB_SKIP_BUILD = '1'       # inside there is no network to restore from, and all is built
if ($Module) { $env:VETHLAB_MODULE = $manifest }
try {
    if ([System.Environment]::ProcessPath -like '*/pwsh') {
        $words = @([System.Environment]::ProcessPath, '-NoProfile', '-NonInteractive', '-File', $script) + $arguments
        $command = '& ' + (@($words | ForEach-Object { "'" + $_.Replace("'", "''") + "'" }) -join ' ') + '; exit $LASTEXITCODE'
        & "$Root/vethlab" -Isolated -NonInteractive -Command $command | ForEach-Object { $Host.UI.WriteLine("$_") }
    }
    else { & "$Root/vethlab" -Isolated -NonInteractive $script @arguments | ForEach-Object { $Host.UI.WriteLine("$_") } }
    $childExitCode = $LASTEXITCODE
}
finally {
    $env:VETHLAB_TEST_RUN = $null
    $env:VETHLAB_SKIP_BUILD = $null
    if ($Module) { $env:VETHLAB_MODULE = $null }
}

$lines = @(if ([System.IO.File]::Exists("$results/results")) { [System.IO.File]::ReadAllLines("$results/results") })
[System.IO.Directory]::Delete($results, $true)
$faults = @(
    if (-not $lines -or $lines[-1] -ne 'end') { "the tests did not come to their end (exit code $childExitCode)" }
    elseif ($childExitCode -ne 0) { "the process that ran the tests ended with exit code $childExitCode" }
    Get-Leaks $before | ForEach-Object { "on this machine, outside the isolation, $_" }
    Get-MarkedProcesses $mark | ForEach-Object { "still running: $_" }
)
# Once more at the end, where it is seen of a long output: what failed.
foreach ($line in $lines | Where-Object { $_.StartsWith("Failed`t") }) {
    $null, $file, $name, $message = $line.Split("`t")
    $Host.UI.WriteLine("[-] $([System.IO.Path]::GetFileName($file)): ${name}: $message")
}
foreach ($fault in $faults) { $Host.UI.WriteLine("[-] $fault") }
$passed = @($lines | Where-Object { $_.StartsWith("Passed`t") }).Count
$failed = @($lines | Where-Object { $_.StartsWith("Failed`t") }).Count + $faults.Count
$skipped = @($lines | Where-Object { $_.StartsWith("Skipped`t") }).Count
$Host.UI.WriteLine("Tested in $($clock.Elapsed.TotalSeconds.ToString('0.0'))s")
$Host.UI.WriteLine("$passed passed, $failed failed, $skipped skipped")
[int]($failed -gt 0 -or $passed -eq 0)
