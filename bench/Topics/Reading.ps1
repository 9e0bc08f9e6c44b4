# Reading what there is: 2,000 links in one namespace, and all links of 1,000 namespaces, against `ip -json`.
param([int] $Runs)
Import-Module $PSScriptRoot/../Measure.psm1
Import-Module $PSScriptRoot/../Contenders.psm1
Import-Module $PSScriptRoot/../Goals.psm1
$links, $spaces = if ($Runs -lt 3) { 2000, 100 } else { 2000, 1000 }
$file = [System.IO.Path]::GetTempFileName()

# Lines for ip -batch, in a namespace or here.
function Invoke-Batch([string[]] $Words, [string[]] $Lines) {
    [System.IO.File]::WriteAllLines($file, $Lines)
    $null = Invoke-Words (@('ip') + $Words + '-batch', $file)
}

# Both ways in turns; the first time does not count.
function Measure-Ways([string] $Work, [scriptblock] $Ours, [string] $Peer, [scriptblock] $Others, [double] $Goal) {
    $own = @(); $theirs = @()
    foreach ($run in 0..$Runs) {
        $had = (Measure-Block $Ours), (Measure-Block $Others)
        if ($run) { $own += $had[0]; $theirs += $had[1] }
    }
    $Host.UI.WriteLine("  $Work`: $(Format-Runs $own), $Peer $(Format-Runs $theirs)")
    New-RatioGoal $Work $own $Peer $theirs $Goal
}

try {
    Invoke-Batch @() @(@('netns add full') + @(1..$spaces | ForEach-Object { "netns add s$_" }))
    Invoke-Batch '-n', 'full' @(1..($links / 2) | ForEach-Object { "link add a$_ numtxqueues 1 numrxqueues 1 type veth peer name b$_ numtxqueues 1 numrxqueues 1" })
    $goals = @(
        Measure-Ways "Get-NetInterface, $links links" { $null = Get-NetInterface -Namespace full } '`ip -json -details link`' { $null = Invoke-Words 'ip', '-n', 'full', '-json', '-details', 'link' } 1.5
        $null = Invoke-Words 'ip', 'netns', 'del', 'full'
        Measure-Ways "Get-NetInterface, all of $spaces namespaces" { $null = Get-NetNamespace s* | Get-NetInterface } 'a loop of `ip -n … -json link`' {
            $null = Invoke-Words 'sh', '-c', 'for space in /run/netns/s*; do ip -n ${space##*/} -json link; done'
        } 0.2
    )
}
finally {
    Get-NetNamespace s*, full -ErrorAction Ignore | Remove-NetNamespace
    [System.IO.File]::Delete($file)
}
'## Reading'
''
"Objects with all their properties, in a session that runs, and ip's whole process, its output read and thrown away. Milliseconds: the median of $Runs runs in turns, and the worst in brackets."
''
Format-GoalTable $goals
