# Measures all topics in this process's namespaces and writes the page. A topic is a script in bench/Topics that takes -Runs and
# returns the lines of its section: heading, what was done, a table.
param([Parameter(Mandatory)] [string] $Page, [switch] $Quick)
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/../tests/Pester/shared/Engines.ps1"
Import-Module $PSScriptRoot/Measure.psm1

$lines = @(
    '# Benchmarks'
    ''
    'Written by `build.ps1 -Task Bench`, which measures in namespaces of its own. All figures are as measured, with nothing subtracted; medians, and'
    'the worst of all runs. They are of one machine, which had other work as well: compare columns, not machines.'
    ''
    Get-MachineTable
)
foreach ($topic in [System.Linq.Enumerable]::Order([string[]] [System.IO.Directory]::GetFiles("$PSScriptRoot/Topics", '*.ps1'))) {
    $Host.UI.WriteLine("$([System.IO.Path]::GetFileNameWithoutExtension($topic)) ...")
    $lines += ''
    $lines += & $topic -Runs ($Quick ? 2 : 7)
}
[System.IO.File]::WriteAllText($Page, ($lines -join "`n") + "`n")
