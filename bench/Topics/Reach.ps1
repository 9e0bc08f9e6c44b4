# Test-VethLab, everybody to everybody, against raw sockets in C (bench/Floor/ping.c).
param([int] $Runs)
Import-Module $PSScriptRoot/../Measure.psm1
Import-Module $PSScriptRoot/../Contenders.psm1
Import-Module $PSScriptRoot/../Goals.psm1
$work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-bench-').FullName

# Pings and says how long it took; throws unless everybody reached everybody.
function Measure-Test([int] $Count) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $pairs = @(Test-VethLab star -InformationAction Ignore)
    $clock.Stop()
    $reached = [System.Linq.Enumerable]::Count([object[]] $pairs, [Func[object, bool]] { $args[0].IsReachable })
    if ($reached -ne $Count * ($Count - 1)) { throw "$reached of $($Count * ($Count - 1)) pairs were reached." }
    $clock.Elapsed.TotalMilliseconds
}

# Everybody in the star gets an entry for everybody else that stays, of which the kernel has as many as it likes.
function Set-Neighbor {
    $file = [System.IO.Path]::GetTempFileName()
    $spaces = @([System.IO.Directory]::GetFiles('/run/netns') | ForEach-Object { [System.IO.Path]::GetFileName($_) } | Where-Object { $_ -match '^s\d+$' })
    $nodes = foreach ($space in $spaces) {
        $link, $address = (Invoke-Words 'ip', '-n', $space, '-br', 'link', 'show', 'eth0'), (Invoke-Words 'ip', '-n', $space, '-4', '-br', 'address', 'show', 'eth0')
        @{ Space = $space; Mac = ($link -split '\s+')[2]; Address = ($address -split '\s+')[2].Split('/')[0] }
    }
    foreach ($node in $nodes) {
        [System.IO.File]::WriteAllLines($file, [string[]] @($nodes | Where-Object { $_.Space -ne $node.Space } | ForEach-Object { "neighbour replace $($_.Address) lladdr $($_.Mac) nud permanent dev eth0" }))
        $null = Invoke-Words 'ip', '-n', $node.Space, '-batch', $file
    }
    [System.IO.File]::Delete($file)
}

# A figure in the same star for both: floor's program, which prints its own milliseconds, and the cmdlet.
function Measure-Star([int] $Count, [string] $Floor) {
    $null = Invoke-Words $Floor, 'build4', "$Count"
    $theirs = @(1..2 | ForEach-Object { [double] (Invoke-Words $Floor, 'ping', "$Count") })
    if ($Count -eq 100) {
        Set-Neighbor
        $theirs += [double] (Invoke-Words $Floor, 'pingknown', "$Count")
    }
    $null = Invoke-Words $Floor, 'group', "$Count"
    Wait-Kernel
    $null = New-VethLab star -Subnet 10.88.0.0/16 -Count $Count -NamespacePrefix s
    $own = @(1..2 | ForEach-Object { Measure-Test $Count })
    if ($Count -eq 100) {
        Set-Neighbor
        $own += Measure-Test $Count
    }
    Remove-VethLab star
    Wait-Kernel
    $Host.UI.WriteLine("  $Count`: $(@($own | ForEach-Object { Format-Milliseconds $_ }) -join ' '), floor $(@($theirs | ForEach-Object { Format-Milliseconds $_ }) -join ' ')")
    [pscustomobject]@{ Count = $Count; Cold = $own[0]; Warm = $own[1]; Known = $own[2]; FloorCold = $theirs[0]; FloorWarm = $theirs[1]; FloorKnown = $theirs[2] }
}

'## Test-VethLab'
''
try {
    $floor = New-Floor $work
    if (-not $floor) {
        'Not measured: there is no gcc for the floor.'
        return
    }
    $null = Measure-Star 10 $floor
    $all = foreach ($run in 1..$Runs) { foreach ($count in 20, 100) { Measure-Star $count $floor } }
    # Every pair's verdict where the kernel has not room for a tenth of the neighbours.
    $large = if ($Runs -ge 3) { $null = New-VethLab star -Subnet 10.88.0.0/16 -Count 300; Measure-Test 300; Remove-VethLab star }
}
finally { [System.IO.Directory]::Delete($work, $true) }
'Pings of all pairs of a star, both ways. The kernel''s neighbour table has room for 1,024 entries at stock settings, of all namespaces together: the 380 pairs of N=20 fit, and a'
'second test is warm; the 9,900 of N=100 go in rounds, after each of which the entries are deleted, by the floor as well. Warm it is there where everybody has an entry for everybody else that stays. Milliseconds: the median'
"of $Runs runs in turns, and the worst in brackets."
''
$of = { param($count) @($all | Where-Object Count -EQ $count) }
Format-GoalTable @(
    New-RatioGoal 'N=20, cold' (& $of 20).Cold 'floor' (& $of 20).FloorCold 1.3
    New-RatioGoal 'N=20, warm' (& $of 20).Warm 'floor' (& $of 20).FloorWarm 1.3
    New-RatioGoal 'N=100, in rounds' (& $of 100).Cold 'floor' (& $of 100).FloorCold 1.3
    New-RatioGoal 'N=100, warm' (& $of 100).Known 'floor' (& $of 100).FloorKnown 1.3
)
if ($large) {
    ''
    "All 89,700 pairs of N=300 got their answer, once, in $(Format-Milliseconds ($large / 1000)) s."
}
