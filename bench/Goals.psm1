# Goals of issue 7, as tables say whether they are met: a ratio to somebody else's figure, or a figure, and the most it may be.
Import-Module $PSScriptRoot/Measure.psm1

# A row: what, VethLab's figure, whose it is compared with, their ratio, the goal, met or **missed**. The ratio is the median of those within the runs.
function New-RatioGoal([string] $Work, [double[]] $Own, [string] $Peer, [double[]] $Theirs, [double] $Most) {
    $ratio = Get-Median @(for ($i = 0; $i -lt $Own.Count; $i++) { $Own[$i] / $Theirs[$i] })
    @{
        work    = $Work
        VethLab = Format-Runs $Own
        peer    = "$Peer $(Format-Runs $Theirs)"
        ratio   = Format-Ratio $ratio
        goal    = "≤ $(Format-Ratio $Most)"
        ''      = if ($ratio -le $Most) { 'met' } else { '**missed**' }
    }
}

# A row for a figure of its own.
function New-FigureGoal([string] $Work, [double] $Own, [double] $Most, [string] $Unit) {
    @{
        work    = $Work
        VethLab = "$(Format-Milliseconds $Own) $Unit"
        peer    = '-'
        ratio   = '-'
        goal    = "≤ $(Format-Milliseconds $Most) $Unit"
        ''      = if ($Own -le $Most) { 'met' } else { '**missed**' }
    }
}

function Format-Ratio([double] $Value) { $Value.ToString('0.00', [cultureinfo]::InvariantCulture) }

function Format-GoalTable([System.Collections.IDictionary[]] $Goal) { Format-MarkdownTable 'work', 'VethLab', 'peer', 'ratio', 'goal', '' $Goal }

Export-ModuleMember -Function New-RatioGoal, New-FigureGoal, Format-Ratio, Format-GoalTable
