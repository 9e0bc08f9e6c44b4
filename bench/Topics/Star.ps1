# A bridge and N namespaces, each with a veth pair to it, an address and a default route: who builds and removes it how fast. All contenders take turns, run by
# run, and each build must answer the first ping. Writes charts into the folder -Charts.
param([int] $Runs, [string] $Charts)
Import-Module $PSScriptRoot/../Measure.psm1
Import-Module $PSScriptRoot/../Contenders.psm1
Import-Module $PSScriptRoot/../Turns.psm1
Import-Module $PSScriptRoot/../Goals.psm1
Import-Module $PSScriptRoot/../Chart.psm1
$work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-bench-').FullName
$isQuick = $Runs -lt 3
$counts = if ($isQuick) { 2, 100 } else { 2, 10, 100, 300, 1000 }
try {
    $contenders = @(Get-Contender $work | Where-Object { -not $isQuick -or $_.Most -eq 1000 })
    $null = Measure-Contender ($contenders | Where-Object Name -EQ 'VethLab') 10      # a session in use, not its first command
    $all = @(Measure-Turns $contenders $counts $Runs)
}
finally { [System.IO.Directory]::Delete($work, $true) }

$names = @($contenders | ForEach-Object { $_.Name })
'## Star'
''
"A bridge with an address, N namespaces, each with a veth pair to the bridge, an address and a default route. Wall clock of the whole program, and of VethLab's cmdlet in a"
"session that runs; the floor is C with two threads and every trick known (bench/Floor). Milliseconds: the median of $Runs runs$(if ($Runs -gt 5) { ' (of 5 at 1,000)' }) in turns, and the worst in brackets;"
'who needs many seconds was run once for 300 and 1,000. Removing ends when the kernel shows no link of it here any more. VethLab is measured with -Placement Host, where all others
have the bridge; with the bridge in a namespace of the lab''s own, which is its default, nothing of it is to be seen here, and nothing to be waited for.'
"Versions: $(Get-PackageVersion gcc, iproute2, golang-go, golang-github-vishvananda-netlink-dev, python3-pyroute2, mininet)."
foreach ($what in 'Building', 'Removing') {
    ''
    Format-Had $all $names $counts $what
    $file = "benchmarks-star-$($what.ToLowerInvariant()).svg"
    $lines = @($names | ForEach-Object { $name = $_; @{ Name = $name; Points = @($counts | ForEach-Object { , @($_, (Get-Median (Get-Had $all $name $_ $what))) }) } })
    if ($Charts) { [System.IO.File]::WriteAllText("$Charts/$file", ((Format-Chart "$what a star, milliseconds" $lines) -join "`n") + "`n") }
    ''
    "![$what against the number of namespaces]($file)"
}
''
Format-GoalTable @(
    if ($names -like 'floor*') {
        foreach ($count in $counts | Where-Object { $_ -in 100, 1000 }) { New-FloorGoal $all $count Building }
        foreach ($count in $counts | Where-Object { $_ -in 2, 100, 1000 }) { New-FloorGoal $all $count Removing }
    }
    if ($names -like 'Go*') {
        foreach ($goal in @{ Count = 100; Most = 1 / 1.5 }, @{ Count = 1000; Most = 1 / 4 }) {
            if ($goal.Count -in $counts) { New-RatioGoal "New-VethLab, N=$($goal.Count)" (Get-Had $all VethLab $goal.Count Building) 'Go' (Get-Had $all ($names -like 'Go*')[0] $goal.Count Building) $goal.Most }
        }
    }
    if (1000 -in $counts) {
        $perNode = @(100, 1000 | ForEach-Object { (Get-Median (Get-Had $all VethLab $_ Building)) / $_ })
        New-FigureGoal 'time per namespace at 1,000 over that at 100' ($perNode[1] / $perNode[0]) 1.3 ''
    }
)
