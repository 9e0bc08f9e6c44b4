# One test file with the real Pester, as Invoke-TestFiles.ps1 wants it.
param([string] $File, [string[]] $Tag, [string[]] $ExcludeTag, [string[]] $FullName)
$configuration = New-PesterConfiguration
$configuration.Run.Path = $File
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
if ($Tag) { $configuration.Filter.Tag = $Tag }
if ($ExcludeTag) { $configuration.Filter.ExcludeTag = $ExcludeTag }
if ($FullName) { $configuration.Filter.FullName = $FullName }
$run = Invoke-Pester -Configuration $configuration
if (-not $run) { throw "Pester did not run $File." }

$failures = @($run.Containers | Where-Object { $_.ErrorRecord }) + @($run.FailedBlocks) + @($run.Failed)
$Host.UI.WriteLine("[$(if ($run.Result -eq 'Passed') { '+' } else { '-' })] ${File}: $($run.PassedCount) passed, $($run.FailedCount) failed, $($run.SkippedCount) skipped ($($run.Duration.TotalSeconds.ToString('0.0'))s)")
foreach ($failure in $failures) {
    $Host.UI.WriteLine("    [-] $(if ($failure.PSObject.Properties['ExpandedPath']) { $failure.ExpandedPath } else { 'discovery, setup or teardown of the file' })")
    foreach ($record in $failure.ErrorRecord) {
        foreach ($line in @($record.DisplayErrorMessage -split "`n") + @($record.DisplayStackTrace -split "`n")) { $Host.UI.WriteLine("        $line") }
    }
}

foreach ($test in $run.Tests) {
    # Pester has a fifth result, Inconclusive; no test may end so.
    $result = if ($test.Result -in 'Passed', 'Skipped', 'NotRun') { $test.Result } else { 'Failed' }
    [pscustomobject]@{ Result = $result; File = $File; Name = $test.ExpandedPath; Message = $(if ($result -eq 'Failed') { "$($test.ErrorRecord)" }) }
}
foreach ($block in $run.FailedBlocks) { [pscustomobject]@{ Result = 'Failed'; File = $File; Name = "block: $($block.ExpandedPath)"; Message = "$($block.ErrorRecord)" } }
foreach ($container in $run.FailedContainers) { [pscustomobject]@{ Result = 'Failed'; File = $File; Name = 'file: discovery, setup or teardown failed'; Message = "$($container.ErrorRecord)" } }
if ($run.TotalCount -eq 0 -and $run.FailedContainers.Count -eq 0) {
    $Host.UI.WriteLine("[-] $File has no tests.")
    [pscustomobject]@{ Result = 'Failed'; File = $File; Name = 'file: discovery, setup or teardown failed' }
}
