# Remove-NetRoute: made by `ip`, removed by VethLab.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    function Get-Destinations([string] $Table = 'main') {
        foreach ($family in '-4', '-6') {
            if (-not (ip -n lab $family route show table $Table 2> $null)) { continue }
            Get-IPJson lab $family, route, show, table, $Table | Where-Object { $_.protocol -ne 'kernel' } | ForEach-Object { $_.dst }
        }
    }
}

Describe 'Remove-NetRoute' {
    BeforeAll {
        ip netns add lab
        ip -n lab link set lo up
        ip -n lab link add eth0 type veth peer name eth1
        ip -n lab link set eth0 up addrgenmode none
        ip -n lab link set eth1 up addrgenmode none
        ip -n lab address add 192.168.88.11/24 dev eth0
        ip -n lab address add fd00::11/64 nodad dev eth0
    }
    BeforeEach {
        ip -n lab route add default via 192.168.88.1
        ip -n lab route add 10.0.0.0/8 via 192.168.88.1
        ip -n lab route add 10.5.5.5 via 192.168.88.1
        ip -n lab -6 route add default via fd00::1
    }
    AfterEach { foreach ($family in '-4', '-6') { ip -n lab $family route flush proto boot; ip -n lab $family route flush table 1000 2> $null } }
    AfterAll { ip netns delete lab }

    It 'removes <Destination> and leaves the others' -ForEach @(
        @{ Destination = '10.0.0.0/8'; Left = 'default', '10.5.5.5', 'default' }
        @{ Destination = '10.5.5.5'; Left = 'default', '10.0.0.0/8', 'default' }
        @{ Destination = '0.0.0.0/0'; Left = '10.0.0.0/8', '10.5.5.5', 'default' }
        @{ Destination = '::/0'; Left = 'default', '10.0.0.0/8', '10.5.5.5' }
        @{ Destination = 'default'; Left = '10.0.0.0/8', '10.5.5.5' }
    ) {
        Remove-NetRoute $Destination -Namespace lab | Should -BeNullOrEmpty
        Get-Destinations | Should -Be $Left
    }

    It 'removes the one with the next hop that is named' {
        ip -n lab route add 10.0.0.0/8 via 192.168.88.2 metric 9
        Remove-NetRoute 10.0.0.0/8 192.168.88.2 -Namespace lab
        (Get-IPJson lab route | Where-Object dst -EQ 10.0.0.0/8).gateway | Should -BeExactly '192.168.88.1'
    }

    It 'removes the one over the interface that is named' {
        ip -n lab route add 10.0.0.0/8 dev eth1 metric 9
        Remove-NetRoute 10.0.0.0/8 -InterfaceAlias eth1 -Namespace lab
        (Get-IPJson lab route | Where-Object dst -EQ 10.0.0.0/8).dev | Should -BeExactly 'eth0'
    }

    It 'removes the one with the metric, of the family, over the index that is named' {
        ip -n lab route add 10.0.0.0/8 via 192.168.88.2 metric 7
        Remove-NetRoute 10.0.0.0/8 -RouteMetric 7 -Namespace lab
        ip -n lab route show 10.0.0.0/8 | Should -BeLike '*via 192.168.88.1 *'
        Remove-NetRoute default -AddressFamily IPv6 -Namespace lab
        ip -n lab -6 route show default | Should -BeNullOrEmpty
        ip -n lab -4 route show default | Should -Not -BeNullOrEmpty
        $index = (Get-IPJson lab link, show, dev, eth0).ifindex
        Assert-Refused { Remove-NetRoute 10.0.0.0/8 -InterfaceIndex ($index + 1000) -Namespace lab } RouteNotFound ObjectNotFound 10.0.0.0/8
        Remove-NetRoute 10.0.0.0/8 -InterfaceIndex $index -Namespace lab
        ip -n lab route show 10.0.0.0/8 | Should -BeNullOrEmpty
    }

    It 'a row of a table means the one route that it describes' {
        ip -n lab route add 10.0.0.0/8 via 192.168.88.1 metric 7
        Get-NetRoute 10.0.0.0/8 -RouteMetric 7 -Namespace lab | ConvertTo-Json | ConvertFrom-Json | Remove-NetRoute
        ip -n lab route show 10.0.0.0/8 | Should -Not -BeLike '*metric*'
        (Get-Destinations) | Should -Contain 10.0.0.0/8
    }

    It 'removes what Get-NetRoute found' {
        Get-NetRoute 10.*, default -Namespace lab | Remove-NetRoute
        Get-Destinations | Should -BeNullOrEmpty
    }

    It 'removes from the pipeline exactly the route with that metric' {
        ip -n lab route add 10.0.0.0/8 via 192.168.88.1 metric 9
        Get-NetRoute 10.0.0.0/8 -Namespace lab | Where-Object RouteMetric -EQ 0 | Remove-NetRoute
        (Get-IPJson lab route | Where-Object dst -EQ 10.0.0.0/8).metric | Should -Be 9
    }

    It 'removes a route of type <Type>' -ForEach @(@{ Type = 'blackhole' }, @{ Type = 'unreachable' }, @{ Type = 'prohibit' }, @{ Type = 'throw' }) {
        ip -n lab route add $Type 10.66.0.0/16
        ip -n lab -6 route add $Type fd66::/32
        Get-NetRoute 10.66.0.0/16, fd66::/32 -Namespace lab | Remove-NetRoute -ErrorAction Stop
        Get-Destinations | Should -Be 'default', '10.0.0.0/8', '10.5.5.5', 'default'
    }

    It 'removes a route of another table, and only that' {
        ip -n lab route add 10.0.0.0/8 via 192.168.88.1 table 1000
        Get-VerboseLines { Get-NetRoute 10.0.0.0/8 -Table 1000 -Namespace lab | Remove-NetRoute -Verbose } |
            Should -Contain 'ip -n lab route delete 10.0.0.0/8 via 192.168.88.1 dev eth0 table 1000'
        Get-Destinations | Should -Contain '10.0.0.0/8'
        Get-Destinations 1000 | Should -BeNullOrEmpty
    }

    It 'removes an object where it lives, wherever that is done' {
        $route = Invoke-NetNamespace lab { Get-NetRoute 10.0.0.0/8 }
        $route | Remove-NetRoute
        Get-Destinations | Should -Not -Contain '10.0.0.0/8'
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-KernelState lab
        Remove-NetRoute default -Namespace lab -WhatIf
        Get-KernelState lab | Should -BeExactly $before
    }

    It 'says that <What>' -ForEach @(
        @{ What = 'there is no such route'; Arguments = @{ DestinationPrefix = '10.99.0.0/16' }; Id = 'RouteNotFound'; Category = 'ObjectNotFound'; Target = '10.99.0.0/16' }
        @{ What = 'the next hop is another'; Arguments = @{ DestinationPrefix = '10.0.0.0/8'; NextHop = '192.168.88.9' }; Id = 'RouteNotFound'; Category = 'ObjectNotFound'; Target = '10.0.0.0/8' }
        @{ What = 'the interface is another'; Arguments = @{ DestinationPrefix = '10.0.0.0/8'; InterfaceAlias = 'eth1' }; Id = 'RouteNotFound'; Category = 'ObjectNotFound'; Target = '10.0.0.0/8' }
        @{ What = 'there is no such interface'; Arguments = @{ DestinationPrefix = '10.0.0.0/8'; InterfaceAlias = 'eth7' }; Id = 'InterfaceNotFound'; Category = 'ObjectNotFound'; Target = 'eth7' }
        @{ What = 'host bits are set'; Arguments = @{ DestinationPrefix = '10.0.0.1/8' }; Id = 'InvalidPrefixLength'; Category = 'InvalidArgument'; Target = '10.0.0.1/8' }
        @{ What = 'it is no network'; Arguments = @{ DestinationPrefix = '10/8' }; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '10/8' }
        @{ What = 'an empty text is no network'; Arguments = @{ DestinationPrefix = '' }; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '' }
        @{ What = 'the next hop is no address'; Arguments = @{ DestinationPrefix = 'default'; NextHop = '300.1.1.1' }; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '300.1.1.1' }
    ) {
        Assert-Refused { Remove-NetRoute @Arguments -Namespace lab } $Id $Category $Target
    }

    It 'says on a second run that it is gone' {
        $route = Get-NetRoute 10.0.0.0/8 -Namespace lab
        $route | Remove-NetRoute
        Assert-Refused { $route | Remove-NetRoute } RouteNotFound ObjectNotFound '10.0.0.0/8 via 192.168.88.1 dev eth0'
    }

    It 'removes two of three and reports the third' {
        Remove-NetRoute 10.0.0.0/8, 10.99.0.0/16, 10.5.5.5 -Namespace lab -ErrorVariable missing -ErrorAction SilentlyContinue
        Get-Destinations | Should -Be 'default', 'default'
        $missing.TargetObject | Should -BeExactly '10.99.0.0/16'
    }
}
