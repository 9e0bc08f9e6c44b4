# The star with both families: each namespace keeps IPv6, with a link-local address, one of the lab's and a default route. New-VethLab against the floor, which
# builds the same; addresses and routes of what each of them has built are compared.
param([int] $Runs)
Import-Module $PSScriptRoot/../Measure.psm1
Import-Module $PSScriptRoot/../Contenders.psm1
Import-Module $PSScriptRoot/../Turns.psm1
Import-Module $PSScriptRoot/../Goals.psm1
$counts = if ($Runs -lt 3) { , 100 } else { 100, 1000 }

# What a link has, in words: its addresses and the routes that lead there.
function Get-LinkShape($Namespace, [string] $Name) {
    $addresses = @(Get-NetIPAddress -Namespace $Namespace -InterfaceAlias $Name | ForEach-Object { "$($_.AddressFamily)/$($_.PrefixLength) $($_.Scope)" } | Sort-Object)
    $routes = @(Get-NetRoute -Namespace $Namespace | Where-Object InterfaceAlias -EQ $Name | ForEach-Object { "$($_.DestinationPrefix)$(if ($_.NextHop) { " via $($_.NextHop)" })" } | Sort-Object)
    "$($addresses -join ', ') | $($routes -join ', ')"
}

# The same of the bridge and of the first and the last namespace. The kernel tells of a bridge's carrier, without which it has no link-local address, once a second.
function Get-Shape([string] $First, [string] $Last) {
    $here = Get-NetNamespace -Current
    $bridge = (Get-NetBridge).Name
    foreach ($try in 1..300) {
        if (Get-NetIPAddress -Namespace $here -InterfaceAlias $bridge | Where-Object Scope -EQ Link) { break }
        [System.Threading.Thread]::Sleep(10)
    }
    @((Get-LinkShape $here $bridge), (Get-LinkShape $First eth0), (Get-LinkShape $Last eth0)) -join ' || '
}

$shapes = @{}
$work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-bench-').FullName
try {
    $contenders = @(Get-FloorContender $work 'build6') + @(Get-LabContender 'VethLab' 'Host' '10.88.0.0/16', 'fd88::/64')
    $look = {
        param($first, $last)
        $address = @((Get-NetIPAddress -Namespace $last -InterfaceAlias eth0 -AddressFamily IPv6 | Where-Object Scope -EQ Global).IPAddress)[0]
        $null = Invoke-Words 'ip', 'netns', 'exec', $first, 'ping', '-6', '-c', '1', '-W', '2', "$address"
        $shapes[(Get-Shape $first $last)] = $true
        if ($shapes.Count -gt 1) { throw "They did not build the same: $(@($shapes.Keys) -join ' and ')" }
    }
    $null = Measure-Contender $contenders[-1] 10 $look
    $all = @(Measure-Turns $contenders $counts $Runs $look)
}
finally { [System.IO.Directory]::Delete($work, $true) }

'## Star of both families'
''
'The same star with `-Subnet 10.88.0.0/16, fd88::/64`: IPv6 is kept on the bridge and in the namespaces, each end has its link-local address, one of fd88::/64 and a default route of each'
'family. The floor builds the same, which is compared each time, and the first ping was answered in both families. Milliseconds: the median of' + " $Runs runs in turns$(if ($Runs -gt 5) { ' (of 5 at 1,000)' }),"
'and the worst in brackets.'
foreach ($what in 'Building', 'Removing') {
    ''
    Format-Had $all $contenders.Name $counts $what
}
''
if ($contenders.Count -gt 1) { Format-GoalTable @(foreach ($what in 'Building', 'Removing') { foreach ($count in $counts) { New-FloorGoal $all $count $what } }) }
