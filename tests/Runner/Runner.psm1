# A small runner for Pester 5's syntax, for machines where Pester cannot be had. It knows the subset that tests/Pester
# uses and gives it Pester's meaning; whatever it does not know is an error, so that no test passes unread.
# Runs under pwsh and under ./vethlab: only commands of the engine itself are used here.
Set-StrictMode -Version 3

. $PSScriptRoot/TestNode.ps1
. $PSScriptRoot/Discovery.ps1
. $PSScriptRoot/Selection.ps1
. $PSScriptRoot/Run.ps1
. $PSScriptRoot/TestDrive.ps1
. $PSScriptRoot/ValueText.ps1
. $PSScriptRoot/ShouldOperators.ps1
. $PSScriptRoot/Should.ps1
. $PSScriptRoot/Report.ps1

Export-ModuleMember -Function Describe, Context, It, BeforeDiscovery, BeforeAll, AfterAll, BeforeEach, AfterEach,
    Should, Set-ItResult, Invoke-TestFile, Write-TestFileReport, Get-TestFileResults
