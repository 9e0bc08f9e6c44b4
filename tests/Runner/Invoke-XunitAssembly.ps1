# Runs an xunit assembly that is built already, without MSBuild and without a network, and looks whether it left
# something in the network. Returns objects like Invoke-TestFiles.ps1.
param(
    [Parameter(Mandatory)] [string] $Assembly,
    [string[]] $Tag,            # values of the trait Category
    [string[]] $ExcludeTag,
    [string[]] $FullName        # wildcards, of which what is between the stars must be in a test's full name
)
Import-Module $PSScriptRoot/../LeakCheck/LeakCheck.psm1
$conditions = @(
    if ($Tag) { '(' + (@($Tag | ForEach-Object { "Category=$_" }) -join '|') + ')' }
    foreach ($excluded in $ExcludeTag) { "Category!=$excluded" }
    if ($FullName) { '(' + (@($FullName | ForEach-Object { "FullyQualifiedName~$($_.Trim('*'))" }) -join '|') + ')' }
)
$folder = [System.IO.Directory]::CreateTempSubdirectory('VethLab-xunit-').FullName
$before = Get-NetworkState
try {
    $arguments = @($Assembly, '--logger', 'trx;LogFileName=results.trx', '--logger', 'console;verbosity=minimal', '--results-directory', $folder)
    if ($conditions) { $arguments += '--filter', ($conditions -join '&') }
    & dotnet test @arguments | ForEach-Object { if ($_ -notmatch '^(VSTest version|Results File:|Starting test execution|A total of \d+ test files)') { $Host.UI.WriteLine($_) } }
    $exitCode = $LASTEXITCODE

    $count = 0
    $failed = 0
    if ([System.IO.File]::Exists("$folder/results.trx")) {
        $run = ([xml] [System.IO.File]::ReadAllText("$folder/results.trx")).DocumentElement
        foreach ($test in $run.GetElementsByTagName('UnitTestResult')) {
            $result = switch ($test.GetAttribute('outcome')) { 'Passed' { 'Passed' } 'NotExecuted' { 'Skipped' } default { 'Failed' } }
            $count++
            $failed += [int]($result -eq 'Failed')
            $message = if ($result -eq 'Failed') { $test.GetElementsByTagName('ErrorInfo')[0].InnerText }
            [pscustomobject]@{ Result = $result; File = $Assembly; Name = $test.GetAttribute('testName'); Message = $message }
        }
    }
    if ($count -eq 0 -and $exitCode -eq 0 -and -not $conditions) { [pscustomobject]@{ Result = 'Failed'; File = $Assembly; Name = 'there are no tests in it' } }
    # A crash or a discovery error may leave a result file in which nothing has failed.
    if ($exitCode -ne 0 -and $failed -eq 0) {
        [pscustomobject]@{ Result = 'Failed'; File = $Assembly; Name = "dotnet test ended with exit code $exitCode" }
    }
}
finally { [System.IO.Directory]::Delete($folder, $true) }

foreach ($leak in Get-Leaks $before) {
    $Host.UI.WriteLine("    [-] $Assembly (after all of it) $leak")
    [pscustomobject]@{ Result = 'Failed'; File = $Assembly; Name = "leak check: $leak" }
}
