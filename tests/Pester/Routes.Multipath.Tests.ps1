# Routes with several ways out, and those that next hop objects lead: read as `ip -j route` shows them, made as ip makes them, removed alone.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    function Get-RouteLines { foreach ($family in '-4', '-6') { ip -n lab $family -d route show table all | ForEach-Object { $_.Trim() } | Where-Object { $_ -notlike '*proto kernel*' } } }
}

Describe 'Routes with several ways' {
    BeforeAll {
        ip netns add lab
        ip -n lab link set lo up
        foreach ($n in 0, 1) {
            ip -n lab link add eth$n type veth peer name peer$n
            ip -n lab link set eth$n up addrgenmode none
            ip -n lab link set peer$n up addrgenmode none
            ip -n lab address add 192.168.$n.11/24 dev eth$n
            ip -n lab address add fd00:${n}::11/64 nodad dev eth$n
        }
    }
    AfterEach {
        foreach ($protocol in 'static', 'boot') { foreach ($family in '-4', '-6') { ip -n lab $family route flush table all proto $protocol 2> $null } }
        ip -n lab nexthop flush 2> $null
    }
    AfterAll { ip netns delete lab }

    It 'are read with all ways, weights and interfaces' -ForEach @(
        @{ Words = '10.0.0.0/8 nexthop via 192.168.0.1 weight 3 nexthop via 192.168.1.1'; Ways = '192.168.0.1 dev eth0 weight 3', '192.168.1.1 dev eth1' }
        @{ Words = '10.0.0.0/8 nexthop via 192.168.0.1 nexthop via 192.168.0.2'; Ways = '192.168.0.1 dev eth0', '192.168.0.2 dev eth0'; Interface = 'eth0' }
        @{ Words = '10.0.0.0/8 nexthop dev eth1 weight 2 nexthop via 1.2.3.4 dev eth0 onlink'; Ways = 'dev eth1 weight 2', '1.2.3.4 dev eth0 onlink' }
        @{ Words = '10.0.0.0/8 nexthop via inet6 fd00:1::1 nexthop via 192.168.0.1'; Ways = 'fd00:1::1 dev eth1', '192.168.0.1 dev eth0' }
        @{ Words = 'fd09::/48 nexthop via fd00:0::1 weight 2 nexthop via fd00:1::1'; Ways = 'fd00::1 dev eth0 weight 2', 'fd00:1::1 dev eth1' }
    ) {
        ip -n lab route add @($Words.Split(' '))
        $route = Get-NetRoute $Words.Split(' ')[0] -Namespace lab
        $route | Should -HaveCount 1
        $route.NextHops | Should -Be $Ways
        $route.NextHop | Should -BeNullOrEmpty -Because 'there are several'
        $route.InterfaceAlias | Should -Be $Interface
        $route.GetPaths().Weight | Measure-Object -Sum | ForEach-Object Sum | Should -BeGreaterThan 1
        "$route" | Should -BeLike "$($Words.Split(' ')[0]) nexthop *$($Ways[1])"
    }

    It 'are found by any of their interfaces' {
        ip -n lab route add 10.0.0.0/8 nexthop via 192.168.0.1 nexthop via 192.168.1.1
        foreach ($name in 'eth0', 'eth1', 'eth[1-9]') { (Get-NetRoute 10.* -InterfaceAlias $name -Namespace lab).Name | Should -Be '10.0.0.0/8' }
        Get-NetRoute 10.* -InterfaceAlias peer* -Namespace lab | Should -BeNullOrEmpty
    }

    It 'lead to all of their interfaces in a pipeline' {
        ip -n lab route add 10.0.0.0/8 nexthop via 192.168.0.1 nexthop via 192.168.1.1
        $route = Get-NetRoute 10.0.0.0/8 -Namespace lab
        ($route | Get-NetInterface).Name | Should -Be eth0, eth1
        ($route | Get-NetIPAddress -AddressFamily InterNetwork).IPAddress | Should -Be 192.168.0.11, 192.168.1.11
        $route | Get-NetRoute | Should -Be $route
    }

    It 'are made as ip makes <Words>' -ForEach @(
        @{ Words = '-4 default nexthop via 192.168.0.1 nexthop via 192.168.1.1'; Arguments = @{ DestinationPrefix = 'default'; NextHop = '192.168.0.1', '192.168.1.1' } }
        @{ Words = '-4 10.0.0.0/8 metric 7 nexthop via 192.168.0.1 weight 2 nexthop via 192.168.1.1 dev eth1'; Arguments = @{ DestinationPrefix = '10.0.0.0/8'; NextHop = '192.168.0.1 weight 2', '192.168.1.1 dev eth1'; RouteMetric = 7 } }
        @{ Words = '-4 10.0.0.0/8 table 100 nexthop via 192.168.0.1 dev eth0 nexthop via 192.168.0.2 dev eth0'; Arguments = @{ DestinationPrefix = '10.0.0.0/8'; NextHop = '192.168.0.1', '192.168.0.2'; InterfaceAlias = 'eth0'; Table = 100 } }
        @{ Words = '-4 10.0.0.0/8 nexthop dev eth0 nexthop via 1.2.3.4 dev eth1 onlink'; Arguments = @{ DestinationPrefix = '10.0.0.0/8'; NextHop = 'dev eth0', '1.2.3.4 dev eth1 onlink' } }
        @{ Words = '-6 default nexthop via fd00:0::1 nexthop via fd00:1::1 weight 9'; Arguments = @{ DestinationPrefix = 'default'; NextHop = 'fd00::1', 'fd00:1::1 weight 9' } }
        @{ Words = '-6 fd09::/48 nexthop via fe80::1 dev eth0 nexthop via fe80::1 dev eth1'; Arguments = @{ DestinationPrefix = 'fd09::/48'; NextHop = 'fe80::1 dev eth0', 'fe80::1 dev eth1' } }
    ) {
        $family, $destination, $rest = $Words.Split(' ')
        $lines = Get-VerboseLines { $script:made = New-NetRoute @Arguments -Namespace lab -Verbose }
        $read = Get-RouteLines
        $made | Should -HaveCount 1
        $made.NextHops | Should -HaveCount 2
        ip -n lab $family route flush proto static table all
        ip -n lab $family route add $destination proto static @rest
        $read | Should -Be (Get-RouteLines)
        ip -n lab $family route flush proto static table all
        sh -c $lines[-1]
        $read | Should -Be (Get-RouteLines) -Because $lines[-1]
    }

    It 'are removed alone, by the object, by all next hops or with metric, and by a command that ip takes' {
        $add = 'ip -n lab route add 10.0.0.0/8 nexthop via 192.168.0.1 weight 3 nexthop via 192.168.1.1'
        ip -n lab route add 10.0.0.0/8 via 192.168.0.1 metric 5
        $others = Get-RouteLines
        foreach ($remove in
            { Get-NetRoute 10.* -Namespace lab | Where-Object { $_.NextHops.Count -eq 2 } | Remove-NetRoute -Verbose },
            { Remove-NetRoute 10.0.0.0/8 192.168.1.1, 192.168.0.1 -Namespace lab -Verbose },
            { Remove-NetRoute 10.0.0.0/8 '192.168.0.1 weight 3', 192.168.1.1 -RouteMetric 0 -Namespace lab -Verbose }) {
            sh -c $add
            $lines = Get-VerboseLines $remove
            Get-RouteLines | Should -Be $others
            sh -c $add
            sh -c $lines[-1]
            Get-RouteLines | Should -Be $others -Because $lines[-1]
        }
    }

    It 'are not removed by one of their next hops' {
        ip -n lab route add 10.0.0.0/8 nexthop via 192.168.0.1 nexthop via 192.168.1.1
        $before = Get-RouteLines
        { Remove-NetRoute 10.0.0.0/8 192.168.0.1 -Namespace lab -ErrorAction Stop } | Should -Throw -ErrorId 'RouteNotFound,*'
        Get-RouteLines | Should -Be $before
    }

    It 'are made again from objects and from JSON' {
        $made = @(
            New-NetRoute 10.0.0.0/8 '192.168.0.1 weight 2', '1.2.3.4 dev eth1 onlink' -Namespace lab
            New-NetRoute default fd00::1, fd00:1::1 -RouteMetric 3 -Namespace lab
            New-NetRoute fd66::/48 -Type Unreachable -Namespace lab
        )
        $before = Get-RouteLines
        $json = $made | ConvertTo-Json -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $made | Remove-NetRoute
        Get-RouteLines | Should -BeNullOrEmpty
        $made | New-NetRoute | Should -Be $made
        Get-RouteLines | Should -Be $before
        $json | ConvertFrom-Json | Remove-NetRoute
        Get-RouteLines | Should -BeNullOrEmpty
        $json | ConvertFrom-Json | New-NetRoute | Should -Be $made
        Get-RouteLines | Should -Be $before
    }

    It 'takes -NextHop instead of the ways of a route from the pipeline' {
        $made = New-NetRoute 10.0.0.0/8 192.168.0.1, 192.168.1.1 -Namespace lab
        ($made | New-NetRoute -NextHop 192.168.0.9 -RouteMetric 7).NextHops | Should -Be '192.168.0.9 dev eth0'
    }

    It 'of next hop objects are read, and removed alone' {
        ip -n lab nexthop add id 11 via 192.168.0.1 dev eth0
        ip -n lab nexthop add id 12 via 192.168.1.1 dev eth1
        ip -n lab nexthop add id 13 group 11,3/12
        ip -n lab nexthop add id 14 blackhole
        foreach ($id in 11, 13, 14) { ip -n lab route add 10.$id.0.0/16 nhid $id }
        $before = Get-RouteLines
        $routes = Get-NetRoute 10.* -Namespace lab
        $routes.NextHopId | Should -Be 11, 13, 14
        $routes[0].NextHop | Should -Be 192.168.0.1
        $routes[1].NextHops | Should -Be '192.168.0.1 dev eth0 weight 3', '192.168.1.1 dev eth1'
        $routes[2].Type | Should -Be Blackhole
        foreach ($route in $routes) {
            $line = (Get-VerboseLines { $route | Remove-NetRoute -Verbose })[-1]
            $after = Get-RouteLines
            (Get-NetRoute 10.* -Namespace lab).NextHopId | Should -Be ($routes.NextHopId -ne $route.NextHopId)
            ip -n lab route add $route.Name nhid $route.NextHopId
            Get-RouteLines | Should -Be $before
            sh -c $line
            Get-RouteLines | Should -Be $after -Because $line
            ip -n lab route add $route.Name nhid $route.NextHopId
        }
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'a word that says nothing'; NextHop = '192.168.0.1 wait 3'; Id = 'InvalidValue'; Target = '192.168.0.1 wait 3' }
        @{ What = 'a weight of 0'; NextHop = '192.168.0.1 weight 0'; Id = 'InvalidValue'; Target = '192.168.0.1 weight 0' }
        @{ What = 'a weight of 257'; NextHop = '192.168.0.1 weight 257'; Id = 'InvalidValue'; Target = '192.168.0.1 weight 257' }
        @{ What = 'dev without a name'; NextHop = '192.168.0.1 dev'; Id = 'InvalidValue'; Target = '192.168.0.1 dev' }
        @{ What = 'an interface that is not there'; NextHop = '192.168.0.1 dev eth7'; Id = 'InterfaceNotFound'; Target = 'eth7' }
        @{ What = 'one that cannot be reached among others'; NextHop = '192.168.0.1', '10.99.0.1'; Id = 'GatewayUnreachable'; Target = '10.99.0.1' }
        @{ What = 'one of the other family'; NextHop = '192.168.0.1', 'fd00::1'; Id = 'WrongAddressFamily'; Target = 'fd00::1' }
        @{ What = 'an empty one'; NextHop = '192.168.0.1', ''; Id = 'InvalidAddress'; Target = '' }
    ) {
        $before = Get-RouteLines
        $refusal = try { New-NetRoute 10.0.0.0/8 $NextHop -Namespace lab -ErrorAction Stop } catch { $_ }
        $refusal.FullyQualifiedErrorId | Should -BeLike "$Id,*" -Because "$refusal"
        "$($refusal.TargetObject)" | Should -BeExactly $Target
        $refusal.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-RouteLines | Should -Be $before
    }
}
