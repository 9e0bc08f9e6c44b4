# Get-NetRoute: made by `ip` (and by the kernel), read by VethLab.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1

    # ip's way to write a destination, in VethLab's words.
    function ConvertTo-Prefix([string] $Destination, [string] $Family) {
        if ($Destination -eq 'default') { return @{ '-4' = '0.0.0.0/0'; '-6' = '::/0' }[$Family] }
        if ($Destination.Contains('/')) { $Destination } else { "$Destination/$(@{ '-4' = 32; '-6' = 128 }[$Family])" }
    }

    function Get-IPRoutes([string] $Table) {
        foreach ($family in '-4', '-6') {
            if (-not (ip -n lab $family route show table $Table 2> $null)) { continue }       # no such table of this family
            Get-IPJson lab @('-d', $family, 'route', 'show', 'table', $Table) | ForEach-Object {
                $type = if ($_.type) { $_.type } else { 'unicast' }
                $device = if ($type -notin 'blackhole', 'unreachable', 'prohibit', 'throw') { $_.dev }
                "$(ConvertTo-Prefix $_.dst $family) $($_.gateway)$($_.via.host) $device $([int]$_.metric) $type $($_.protocol) $($_.prefsrc)"
            }
        }
    }

    function Get-OwnRoutes([int] $Table) {
        Get-NetRoute -Table $Table -Namespace lab | ForEach-Object {
            $device = if ("$($_.Type)" -notin 'Blackhole', 'Unreachable', 'Prohibit', 'Throw') { $_.InterfaceAlias }
            "$($_.DestinationPrefix) $($_.NextHop) $device $($_.RouteMetric) $("$($_.Type)".ToLower()) $($_.Protocol.ToLower()) $($_.Source)"
        }
    }
}

Describe 'Get-NetRoute' {
    BeforeAll {
        ip netns add lab
        ip netns add lab02
        ip -n lab link set lo up
        ip -n lab02 link set lo up
        ip -n lab link add eth0 type veth peer name eth1
        ip -n lab link set eth0 up addrgenmode none
        ip -n lab link set eth1 up addrgenmode none
        ip -n lab address add 192.168.88.11/24 dev eth0
        ip -n lab address add fd00::11/64 nodad dev eth0
        ip -n lab route add default via 192.168.88.1
        ip -n lab route add default via 192.168.88.2 metric 100 proto dhcp
        ip -n lab route add 10.0.0.0/8 via 192.168.88.1 src 192.168.88.11 proto static
        ip -n lab route add 10.5.5.5 via 192.168.88.1
        ip -n lab route add 172.16.0.0/12 dev eth1 metric 7
        ip -n lab route add blackhole 10.66.0.0/16
        ip -n lab route add unreachable 10.67.0.0/16 metric 4
        ip -n lab route add prohibit 10.68.0.0/16
        ip -n lab route add throw 10.69.0.0/16
        ip -n lab route add 10.70.0.0/16 via inet6 fd00::7 dev eth0
        ip -n lab -6 route add default via fd00::1
        ip -n lab -6 route add fd01::/48 via fd00::1 metric 5 proto static
        ip -n lab -6 route add blackhole fd66::/32
        ip -n lab -6 route add unreachable fd67::/32
        ip -n lab route add 10.71.0.0/16 via 192.168.88.1 table 100
        ip -n lab route add 10.72.0.0/16 via 192.168.88.1 table 1000
        ip -n lab -6 route add fd72::/32 via fd00::1 table 1000
    }
    AfterAll { ip netns delete lab; ip netns delete lab02 }

    It 'reads table <Table> as ip reads it, route by route' -ForEach @(
        @{ Table = 254; Name = 'main'; Least = 14 }
        @{ Table = 255; Name = 'local'; Least = 6 }
        @{ Table = 100; Name = '100'; Least = 1 }
        @{ Table = 1000; Name = '1000'; Least = 2 }
    ) {
        $told = @(Get-IPRoutes $Name)
        $told.Count | Should -Not -BeLessThan $Least
        @(Get-OwnRoutes $Table | Sort-Object) | Should -BeExactly @($told | Sort-Object)
    }

    It 'shows the main table where none is named' {
        (Get-NetRoute -Namespace lab).Table | Sort-Object -Unique | Should -Be 254
    }

    It 'finds <What>' -ForEach @(
        @{ What = 'the default routes of both families'; Arguments = @{ DestinationPrefix = 'default' }; Found = '0.0.0.0/0 192.168.88.1', '0.0.0.0/0 192.168.88.2', '::/0 fd00::1' }
        @{ What = 'the default routes of one family'; Arguments = @{ DestinationPrefix = 'default'; AddressFamily = 'InterNetworkV6' }; Found = '::/0 fd00::1' }
        @{ What = 'a network'; Arguments = @{ DestinationPrefix = '10.0.0.0/8' }; Found = '10.0.0.0/8 192.168.88.1' }
        @{ What = 'a network written otherwise'; Arguments = @{ DestinationPrefix = 'FD01:0::/48' }; Found = 'fd01::/48 fd00::1' }
        @{ What = 'a host'; Arguments = @{ DestinationPrefix = '10.5.5.5' }; Found = '10.5.5.5/32 192.168.88.1' }
        @{ What = 'those that match a wildcard'; Arguments = @{ DestinationPrefix = '10.6[68].*' }; Found = '10.66.0.0/16 ', '10.68.0.0/16 ' }
        @{ What = 'those of an interface'; Arguments = @{ InterfaceAlias = 'eth1' }; Found = '172.16.0.0/12 ' }
        @{ What = 'nothing, without complaint, for a wildcard'; Arguments = @{ DestinationPrefix = '203.*' }; Found = @() }
    ) {
        @(Get-NetRoute @Arguments -Namespace lab -ErrorAction Stop | ForEach-Object { "$($_.DestinationPrefix) $($_.NextHop)" } | Sort-Object) | Should -Be @($Found | Sort-Object)
    }

    It 'reads the routes of an interface from the pipeline' {
        (Get-NetInterface eth1 -Namespace lab | Get-NetRoute).DestinationPrefix | Should -BeExactly '172.16.0.0/12'
        (Get-NetInterface eth0 -Namespace lab | Get-NetRoute 10.0.0.0/8).DestinationPrefix | Should -BeExactly '10.0.0.0/8'
    }

    It 'reads the routes of namespaces from the pipeline' {
        (Get-NetNamespace lab, lab02 | Get-NetRoute -Table 255 127.0.0.1).Namespace | Should -Be 'lab', 'lab02'
    }

    It 'reads again a route that is piped in' {
        (Get-NetRoute 10.66.0.0/16 -Namespace lab | Get-NetRoute).DestinationPrefix | Should -BeExactly '10.66.0.0/16'
        (Get-NetRoute 10.72.0.0/16 -Table 1000 -Namespace lab | Get-NetRoute).Table | Should -Be 1000
    }

    It 'takes destinations from the pipeline' {
        ('10.0.0.0/8', '10.5.5.5' | Get-NetRoute -Namespace lab).DestinationPrefix | Should -Be '10.0.0.0/8', '10.5.5.5/32'
    }

    It 'reads the namespace it is in' {
        (Invoke-NetNamespace lab { Get-NetRoute 10.0.0.0/8 }).Namespace | Should -BeExactly 'lab'
    }

    It 'returns equal objects for equal states' {
        Get-NetRoute 10.0.0.0/8 -Namespace lab | Should -Be (Get-NetRoute 10.0.0.0/8 -Namespace lab)
    }

    It 'shows a table' {
        Get-NetRoute 10.66.0.0/16 -Namespace lab | Format-Table | Out-String | Should -Match '10\.66\.0\.0/16 .* 0 Boot +Blackhole'
    }

    It 'says that there is no route to <Text>' -ForEach @(@{ Text = '10.99.0.0/16' }, @{ Text = '10.0.0.0/9' }, @{ Text = 'fd99::1' }) {
        Assert-Refused { Get-NetRoute $Text -Namespace lab } RouteNotFound ObjectNotFound $Text
    }

    It 'says that there is no default route' {
        Assert-Refused { Get-NetRoute default -Namespace lab02 } RouteNotFound ObjectNotFound default
    }

    It 'says that there is no such interface' {
        Assert-Refused { Get-NetRoute -InterfaceAlias eth7 -Namespace lab } InterfaceNotFound ObjectNotFound eth7
    }
}
