# What a lab needs of the session's heap: while it is composed, and when it is gone.
param([int] $Runs)
Import-Module $PSScriptRoot/../Measure.psm1
Import-Module $PSScriptRoot/../Goals.psm1
$count = 1000

# The heap at the lab's last step, in bytes, without what was there before: everything that the plan holds by then. Garbage does not count.
function Measure-Composing {
    $before = [System.GC]::GetTotalMemory($true)
    $state = @{ Most = 0 }
    $null = New-VethLab star -Subnet 10.88.0.0/16 -Count $count -Verbose 4>&1 | ForEach-Object {
        if ("$_" -match 'link set br01 up') { $state.Most = [System.GC]::GetTotalMemory($true) }
    }
    Remove-VethLab star
    if (-not $state.Most) { throw 'The last step was not told.' }
    [pscustomobject]@{ Composing = ($state.Most - $before) / $count; After = ([System.GC]::GetTotalMemory($true) - $before) / $count }
}

$null = Measure-Composing
$all = @(1..[Math]::Min($Runs, 3) | ForEach-Object { Measure-Composing })
foreach ($one in $all) { $Host.UI.WriteLine("  composing $([Math]::Round($one.Composing)) bytes a node, afterwards $([Math]::Round($one.After))") }
'## Memory'
''
"Bytes of managed heap a node, of a star of $count that is made by New-VethLab and removed: when the last link is there, garbage not counted, and afterwards. The kernel needs about 0.33 MB a node."
''
Format-GoalTable @(
    New-FigureGoal 'while composing' (Get-Median $all.Composing) 4096 'B a node'
    New-FigureGoal 'after removal' (Get-Median $all.After) 64 'B a node'
)
