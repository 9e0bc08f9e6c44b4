# New-NetRoute: what it makes must look to `ip -j route` as if `ip route add … proto static` had made it.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    function Get-RouteText([string] $Family) { @(Get-IPJson lab $Family, route | Where-Object protocol -EQ static | ForEach-Object { $_ | ConvertTo-Json -Compress }) }
}

Describe 'New-NetRoute' {
    BeforeAll {
        ip netns add lab
        ip -n lab link set lo up
        ip -n lab link add eth0 type veth peer name eth1
        ip -n lab link set eth0 up addrgenmode none
        ip -n lab link set eth1 up addrgenmode none
        ip -n lab address add 192.168.88.11/24 dev eth0
        ip -n lab address add fd00::11/64 nodad dev eth0
    }
    AfterEach {
        ip -n lab -4 route flush proto static
        ip -n lab -6 route flush proto static
    }
    AfterAll { ip netns delete lab }

    It 'makes <Words> as ip makes it' -ForEach @(
        @{ Words = '-4 default via 192.168.88.1'; Arguments = @{ DestinationPrefix = 'default'; NextHop = '192.168.88.1' } }
        @{ Words = '-4 default via 192.168.88.1'; Arguments = @{ DestinationPrefix = '0.0.0.0/0'; NextHop = '192.168.88.1' } }
        @{ Words = '-4 10.0.0.0/8 via 192.168.88.1'; Arguments = @{ DestinationPrefix = '10.0.0.0/8'; Gateway = '192.168.88.1' } }
        @{ Words = '-4 10.0.0.0/8 via 192.168.88.1 dev eth0 metric 77'; Arguments = @{ DestinationPrefix = '10.0.0.0/8'; NextHop = '192.168.88.1'; InterfaceAlias = 'eth0'; RouteMetric = 77 } }
        @{ Words = '-4 10.0.0.5 via 192.168.88.1'; Arguments = @{ DestinationPrefix = '10.0.0.5'; NextHop = '192.168.88.1' } }
        @{ Words = '-4 10.2.0.0/15 dev eth1'; Arguments = @{ DestinationPrefix = '10.2.0.0/15'; Interface = 'eth1' } }
        @{ Words = '-6 default via fd00::1'; Arguments = @{ DestinationPrefix = 'default'; NextHop = 'fd00::1' } }
        @{ Words = '-6 default via fd00::1'; Arguments = @{ DestinationPrefix = '::/0'; NextHop = 'fd00::1' } }
        @{ Words = '-6 fd01::/48 via fd00::1 metric 5'; Arguments = @{ DestinationPrefix = 'fd01::/48'; NextHop = 'fd00::1'; Metric = 5 } }
        @{ Words = '-6 fd02::/64 dev eth1'; Arguments = @{ DestinationPrefix = 'fd02::/64'; InterfaceAlias = 'eth1' } }
        @{ Words = '-6 fd02::9 dev eth1'; Arguments = @{ DestinationPrefix = 'fd02::9'; InterfaceAlias = 'eth1' } }
        @{ Words = '-6 fd03::/64 via fe80::1 dev eth1'; Arguments = @{ DestinationPrefix = 'fd03::/64'; NextHop = 'fe80::1'; InterfaceAlias = 'eth1' } }
    ) {
        $family, $rest = $Words.Split(' ')
        $made = New-NetRoute @Arguments -Namespace lab
        $read = Get-RouteText $family
        ip -n lab $family route flush proto static
        ip -n lab $family route add @rest proto static
        $read | Should -HaveCount 1
        $read | Should -BeExactly (Get-RouteText $family)
        $made | Should -HaveCount 1
        $made.Protocol | Should -BeExactly 'Static'
        $made.Namespace | Should -BeExactly 'lab'
    }

    It 'returns the route as it is' {
        $made = New-NetRoute 10.0.0.0/8 192.168.88.1 -RouteMetric 5 -Namespace lab
        "$($made.DestinationPrefix) $($made.NextHop) $($made.InterfaceAlias) $($made.RouteMetric) $($made.Table) $($made.Type)" |
            Should -BeExactly '10.0.0.0/8 192.168.88.1 eth0 5 254 Unicast'
    }

    It 'takes several destinations' {
        (New-NetRoute 10.1.0.0/16, 10.2.0.0/16 192.168.88.1 -Namespace lab).Name | Should -Be '10.1.0.0/16', '10.2.0.0/16'
        (Get-IPJson lab route | Where-Object protocol -EQ static).dst | Should -Be '10.1.0.0/16', '10.2.0.0/16'
    }

    It 'takes an interface from the pipeline, where it lives' {
        (Get-NetInterface eth1 -Namespace lab | New-NetRoute 10.3.0.0/16).Namespace | Should -BeExactly 'lab'
        (Get-IPJson lab route | Where-Object dst -EQ 10.3.0.0/16).dev | Should -BeExactly 'eth1'
    }

    It 'works in the namespace it is in' {
        (Invoke-NetNamespace lab { New-NetRoute default 192.168.88.1 }).Namespace | Should -BeExactly 'lab'
        (Get-IPJson lab route | Where-Object dst -EQ default).gateway | Should -BeExactly '192.168.88.1'
    }

    It 'makes a second route to a destination with another metric, and returns that one' {
        $null = New-NetRoute 10.0.0.0/8 192.168.88.1 -Namespace lab
        (New-NetRoute 10.0.0.0/8 192.168.88.1 -RouteMetric 100 -Namespace lab).RouteMetric | Should -Be 100
        (New-NetRoute 10.0.0.0/8 192.168.88.1 -RouteMetric 50 -Namespace lab).RouteMetric | Should -Be 50
        @(Get-IPJson lab route | Where-Object dst -EQ 10.0.0.0/8) | Should -HaveCount 3
    }

    It 'returns the new route where one with another metric was there before' {
        ip -n lab route add 10.0.0.0/8 via 192.168.88.1 metric 200 proto static
        (New-NetRoute 10.0.0.0/8 192.168.88.1 -Namespace lab).RouteMetric | Should -Be 0
        ip -n lab -6 route add fd01::/48 via fd00::1 metric 5 proto static
        (New-NetRoute fd01::/48 fd00::1 -Namespace lab).RouteMetric | Should -Be 1024
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-KernelState lab
        New-NetRoute default 192.168.88.1 -Namespace lab -WhatIf | Should -BeNullOrEmpty
        Get-KernelState lab | Should -BeExactly $before
    }

    It 'tells with -Verbose an ip command that does the same' -ForEach @(
        @{ Arguments = @{ DestinationPrefix = 'default'; NextHop = '192.168.88.1' }; Command = 'ip -n lab route add default via 192.168.88.1 proto static' }
        @{ Arguments = @{ DestinationPrefix = 'fd01::/48'; NextHop = 'fd00::1'; RouteMetric = 7 }; Command = 'ip -n lab -6 route add fd01::/48 via fd00::1 metric 7 proto static' }
        @{ Arguments = @{ DestinationPrefix = '10.2.0.0/16'; InterfaceAlias = 'eth1' }; Command = 'ip -n lab route add 10.2.0.0/16 dev eth1 proto static' }
    ) {
        Get-VerboseLines { New-NetRoute @Arguments -Namespace lab -Verbose } | Should -Contain $Command
        $made = Get-KernelState lab
        ip -n lab -4 route flush proto static
        ip -n lab -6 route flush proto static
        sh -c $Command
        Get-KernelState lab | Should -BeExactly $made
    }

    It 'shows a table and a list' {
        $made = New-NetRoute 10.0.0.0/8 192.168.88.1 -Namespace lab
        $made | Format-Table | Out-String | Should -Match '10\.0\.0\.0/8 +192\.168\.88\.1 +eth0 +0 Static +Unicast'
        $made | Format-List | Out-String | Should -Match '(?s)NextHop +: 192\.168\.88\.1.*Namespace +: lab.*Table +: 254'
    }

    Context 'bad input' {
        It 'refuses <What>' -ForEach @(
            @{ What = 'a next hop outside every connected network'; Arguments = @{ DestinationPrefix = 'default'; NextHop = '10.99.0.1' }; Id = 'GatewayUnreachable'; Category = 'InvalidArgument'; Target = '10.99.0.1' }
            @{ What = 'such a next hop with an interface'; Arguments = @{ DestinationPrefix = '10.0.0.0/8'; NextHop = '10.99.0.1'; InterfaceAlias = 'eth0' }; Id = 'GatewayUnreachable'; Category = 'InvalidArgument'; Target = '10.99.0.1' }
            @{ What = 'an IPv6 next hop outside'; Arguments = @{ DestinationPrefix = 'default'; NextHop = 'fd99::1' }; Id = 'GatewayUnreachable'; Category = 'InvalidArgument'; Target = 'fd99::1' }
            @{ What = 'an IPv6 next hop for an IPv4 network'; Arguments = @{ DestinationPrefix = '10.0.0.0/8'; NextHop = 'fd00::1' }; Id = 'WrongAddressFamily'; Category = 'InvalidArgument'; Target = 'fd00::1' }
            @{ What = 'an IPv4 next hop for an IPv6 network'; Arguments = @{ DestinationPrefix = '::/0'; NextHop = '192.168.88.1' }; Id = 'WrongAddressFamily'; Category = 'InvalidArgument'; Target = '192.168.88.1' }
            @{ What = 'a malformed next hop'; Arguments = @{ DestinationPrefix = 'default'; NextHop = '192.168.88' }; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '192.168.88' }
            @{ What = 'an empty next hop'; Arguments = @{ DestinationPrefix = 'default'; NextHop = '' }; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '' }
            @{ What = 'a next hop with a prefix'; Arguments = @{ DestinationPrefix = 'default'; NextHop = '192.168.88.1/24' }; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '192.168.88.1/24' }
            @{ What = 'host bits in the destination'; Arguments = @{ DestinationPrefix = '10.0.0.1/8'; NextHop = '192.168.88.1' }; Id = 'InvalidPrefixLength'; Category = 'InvalidArgument'; Target = '10.0.0.1/8' }
            @{ What = 'an impossible prefix'; Arguments = @{ DestinationPrefix = '10.0.0.0/33'; NextHop = '192.168.88.1' }; Id = 'InvalidPrefixLength'; Category = 'InvalidArgument'; Target = '10.0.0.0/33' }
            @{ What = 'a malformed destination'; Arguments = @{ DestinationPrefix = '10/8'; NextHop = '192.168.88.1' }; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '10/8' }
            @{ What = 'an empty destination'; Arguments = @{ DestinationPrefix = ''; NextHop = '192.168.88.1' }; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '' }
            @{ What = 'a destination that leads nowhere'; Arguments = @{ DestinationPrefix = '10.0.0.0/8' }; Id = 'InvalidValue'; Category = 'InvalidArgument'; Target = '10.0.0.0/8' }
            @{ What = 'an interface that is not there'; Arguments = @{ DestinationPrefix = '10.0.0.0/8'; InterfaceAlias = 'eth7' }; Id = 'InterfaceNotFound'; Category = 'ObjectNotFound'; Target = 'eth7' }
            @{ What = 'an impossible interface name'; Arguments = @{ DestinationPrefix = '10.0.0.0/8'; InterfaceAlias = 'a-name-longer-than-15' }; Id = 'InvalidName'; Category = 'InvalidArgument'; Target = 'a-name-longer-than-15' }
        ) {
            Assert-Refused { New-NetRoute @Arguments -Namespace lab } $Id $Category $Target
        }

        It 'refuses a route that is there already' {
            ip -n lab route add 10.0.0.0/8 via 192.168.88.1
            Assert-Refused { New-NetRoute 10.0.0.0/8 192.168.88.1 -Namespace lab } RouteExists ResourceExists 10.0.0.0/8
            ip -n lab route delete 10.0.0.0/8
            ip -n lab -6 route add fd01::/48 via fd00::1
            Assert-Refused { New-NetRoute fd01::/48 fd00::1 -Namespace lab } RouteExists ResourceExists fd01::/48
            ip -n lab -6 route delete fd01::/48
        }

        It 'refuses a route over an interface that is down, and says how to bring it up' {
            ip -n lab link set eth1 down
            $refusal = Get-FirstError { New-NetRoute 10.0.0.0/8 -InterfaceAlias eth1 -Namespace lab }
            ip -n lab link set eth1 up
            $refusal.FullyQualifiedErrorId | Should -BeLike 'GatewayUnreachable,*'
            $refusal.ErrorDetails.RecommendedAction | Should -BeLike '*Set-NetInterface eth1 -Up*'
        }

        It 'refuses a namespace that is not there' {
            Assert-Refused { New-NetRoute default 192.168.88.1 -Namespace nowhere } NamespaceNotFound ObjectNotFound nowhere
        }

        It 'makes the others when one is refused' {
            $made = New-NetRoute 10.1.0.0/16, 10.2.0.1/16, 10.3.0.0/16 192.168.88.1 -Namespace lab -ErrorVariable refused -ErrorAction SilentlyContinue
            $made.Name | Should -Be '10.1.0.0/16', '10.3.0.0/16'
            $refused.TargetObject | Should -BeExactly '10.2.0.1/16'
        }
    }
}
