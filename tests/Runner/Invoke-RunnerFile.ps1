# One test file with the runner in this folder, as Invoke-TestFiles.ps1 wants it.
param([string] $File, [string[]] $Tag, [string[]] $ExcludeTag, [string[]] $FullName)
$node = Invoke-TestFile $File -Tag $Tag -ExcludeTag $ExcludeTag -FullName $FullName
Write-TestFileReport $node
Get-TestFileResults $node
