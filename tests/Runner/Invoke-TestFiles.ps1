# Runs *.Tests.ps1 files with the real Pester 5 where PowerShell has it, else with the runner in this folder, one after
# the other, and looks after each whether it left something in the network.
# Returns one object for each result: Result (Passed, Failed, Skipped, NotRun), File, Name, and of what failed mostly Message. What
# failed and is no test (discovery, a setup, a leak) is there as a failed one.
param(
    [Parameter(Mandatory)] [string[]] $Path,    # files; of folders, the *.Tests.ps1 in them
    [string[]] $Tag,
    [string[]] $ExcludeTag,
    [string[]] $FullName,                       # wildcards over block.block.test
    [ValidateSet('Auto', 'Pester', 'Runner')] [string] $Engine = 'Auto',
    [switch] $SkipLeakCheck
)
Import-Module $PSScriptRoot/../LeakCheck/LeakCheck.psm1
$pester = Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 } | ForEach-Object Path
if ($Engine -eq 'Pester' -and -not $pester) { throw 'Pester 5 is not installed for this PowerShell.' }
$usePester = $pester -and $Engine -ne 'Runner'
Import-Module $(if ($usePester) { @($pester)[0] } else { "$PSScriptRoot/Runner.psm1" }) -DisableNameChecking -ErrorAction Stop
$runFile = "$PSScriptRoot/$(if ($usePester) { 'Invoke-PesterFile' } else { 'Invoke-RunnerFile' }).ps1"

$files = foreach ($item in $Path) {
    $item = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($item)
    if ([System.IO.Directory]::Exists($item)) { [System.IO.Directory]::GetFiles($item, '*.Tests.ps1', 'AllDirectories') }
    elseif ([System.IO.File]::Exists($item)) { $item }
    else { throw "There is no test file or folder $item." }
}
if (-not $files) { throw "There are no *.Tests.ps1 files in $Path." }

foreach ($file in [System.Linq.Enumerable]::Order([string[]] $files)) {
    $before = if (-not $SkipLeakCheck) { Get-NetworkState }
    $results = @(& $runFile -File $file -Tag $Tag -ExcludeTag $ExcludeTag -FullName $FullName)
    $results
    # An engine that broke down says nothing of its tests, and nothing is not success.
    if (-not $results) { [pscustomobject]@{ Result = 'Failed'; File = $file; Name = 'file: its tests were not run' } }
    if ($SkipLeakCheck) { continue }
    foreach ($leak in Get-Leaks $before) {
        $Host.UI.WriteLine("    [-] $file (after the file) $leak")
        [pscustomobject]@{ Result = 'Failed'; File = $file; Name = "leak check: $leak" }
    }
}
