# Measures topics in this process's namespaces and writes the page. A topic is a script in bench/Topics that takes -Runs, and -Charts if it draws
# any into that folder, and returns the lines of its section: heading, what was done, tables. Where only some are measured, the page's other
# sections stay as they are.
param([Parameter(Mandatory)] [string] $Page, [switch] $Quick, [string[]] $Topic, [int] $Runs)
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/../tests/Pester/shared/Engines.ps1"
Import-Module $PSScriptRoot/Measure.psm1

if (-not $Runs) { $Runs = $Quick ? 2 : 7 }
$names = @([System.IO.Directory]::GetFiles("$PSScriptRoot/Topics", '*.ps1') | ForEach-Object { [System.IO.Path]::GetFileNameWithoutExtension($_) } | Sort-Object)
$Topic = @($Topic -split ',' | Where-Object { $_ })         # a command line passes Capture,Import as one word
foreach ($name in $Topic) { if ($name -notin $names) { throw "There is no topic '$name'. Topics are $($names -join ', ')." } }

# The sections that the page has, by the comments above them.
$sections = @{}
if ($Topic -and [System.IO.File]::Exists($Page)) {
    foreach ($part in [regex]::Split([System.IO.File]::ReadAllText($Page), '(?m)^(?=<!-- topic )')) {
        if ($part -match '^<!-- topic (\w+)\b') { $sections[$Matches[1]] = $part.TrimEnd() }
    }
}
foreach ($name in $names) {
    if ($Topic -and $name -notin $Topic) { continue }
    $Host.UI.WriteLine("$name ...")
    $sections[$name] = (@("<!-- topic $name, measured $([datetime]::UtcNow.ToString('yyyy-MM-dd')) -->") + @(& "$PSScriptRoot/Topics/$name.ps1" -Runs $Runs -Charts ($Quick ? '' : [System.IO.Path]::GetDirectoryName($Page)))) -join "`n"
}
$head = @(
    '# Benchmarks'
    ''
    'Written by `build.ps1 -Task Bench`, which measures in namespaces of its own. All figures are as measured, with nothing subtracted; medians, and'
    'the worst of all runs. They are of one machine, which had other work as well: compare columns, not machines. The source of this page has the day'
    'on which each section was measured.'
    ''
    Get-MachineTable
) -join "`n"
$text = @($head) + @(foreach ($name in $names) { if ($sections[$name]) { $sections[$name] } })
[System.IO.File]::WriteAllText($Page, ($text -join "`n`n") + "`n")
