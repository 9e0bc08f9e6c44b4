# A whole process: start, import, a star, its removal, exit; against the shell's script, and against an empty start and the work alone.
param([int] $Runs)
Import-Module $PSScriptRoot/../Measure.psm1
Import-Module $PSScriptRoot/../Contenders.psm1
Import-Module $PSScriptRoot/../Goals.psm1
$counts = if ($Runs -lt 3) { 20, 100 } else { 2, 10, 20, 50, 100 }
$work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-bench-').FullName
[System.IO.File]::WriteAllText("$work/VethLab.psd1", "@{ ModuleVersion = '0.0.1' }")
$bareWords = if ($isPwsh) { [System.Environment]::ProcessPath, '-NoProfile', '-NonInteractive', '-Command', '1' } else { 'env', "VETHLAB_MODULE=$work/VethLab.psd1", [System.IO.Path]::GetFullPath("$PSScriptRoot/../../vethlab"), '-NonInteractive', '-Command', '1' }
$shell = "$PSScriptRoot/../Contenders/shell.sh"
try {
    $all = foreach ($run in 0..$Runs) {
        foreach ($count in $counts) {
            $lab = "`$null = New-VethLab star -Subnet 10.88.0.0/16 -Count $count; Remove-VethLab star"
            Wait-Kernel
            $whole = Measure-Block { $null = Invoke-Words (Get-ShellWords $lab) }
            $bare = Measure-Block { $null = Invoke-Words $bareWords }
            Wait-Kernel
            $session = Measure-Block { $null = New-VethLab star -Subnet 10.88.0.0/16 -Count $count; Remove-VethLab star }
            Wait-Kernel
            $script = Measure-Block { $null = Invoke-Words 'sh', $shell, 'build', "$count", 'tutorial'; $null = Invoke-Words 'sh', $shell, 'remove', "$count" }
            if (-not $run) { continue }
            $Host.UI.WriteLine("  $count`: process $(Format-Milliseconds $whole), bare $(Format-Milliseconds $bare) + session $(Format-Milliseconds $session), shell $(Format-Milliseconds $script)")
            [pscustomobject]@{ Count = $count; Whole = $whole; Sum = $bare + $session; Shell = $script }
        }
    }
}
finally { [System.IO.Directory]::Delete($work, $true) }
'## A whole process'
''
'A shell that starts, imports VethLab, makes a star, removes it and exits. Peers are the shell script that does the same as the tutorial does it, with a process of ip for each step, and the same shell without the module plus the same'
"work in a session that runs already. Milliseconds: the median of $Runs runs in turns, and the worst in brackets."
''
Format-GoalTable @(foreach ($count in $counts) {
    $had = @($all | Where-Object Count -EQ $count)
    if ($count -ge 20) { New-RatioGoal "N=$count" $had.Whole 'shell script' $had.Shell 1 }
    New-RatioGoal "N=$count" $had.Whole 'bare start + work' $had.Sum 1.15
})
