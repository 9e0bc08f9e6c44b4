# New-NetIPAddress: what it makes must look to `ip -j address` as if `ip address add` had made it.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1

    # One interface's addresses as ip tells them, without what names the interface.
    function Get-AddressText([string] $Interface) {
        Get-IPAddressJson lab $Interface | ForEach-Object { $_ | Select-Object -Property * -ExcludeProperty label | ConvertTo-Json -Compress }
    }
}

Describe 'New-NetIPAddress' {
    BeforeAll {
        ip netns add lab
        ip -n lab link set lo up
        ip -n lab link add eth0 type veth peer name eth1
        ip -n lab link set eth0 up addrgenmode none
        ip -n lab link set eth1 up addrgenmode none
    }
    AfterEach {
        ip -n lab address flush dev eth0
        ip -n lab address flush dev eth1
    }
    AfterAll { ip netns delete lab }

    Context 'as ip would' {
        It 'makes <Address> as ip makes it' -ForEach @(
            @{ Address = '192.168.88.1/24'; Option = @('broadcast', '+') }
            @{ Address = '10.1.2.3/8'; Option = @('broadcast', '+') }
            @{ Address = '10.0.0.5/30'; Option = @('broadcast', '+') }
            @{ Address = '10.0.0.0/31'; Option = @() }
            @{ Address = '10.0.0.9/32'; Option = @() }
            @{ Address = '203.0.113.1/0'; Option = @('broadcast', '+') }
            @{ Address = '127.0.0.2/8'; Option = @('broadcast', '+') }
            @{ Address = 'fd00::1/64'; Option = @('nodad') }
            @{ Address = '2001:db8::9/128'; Option = @('nodad') }
            @{ Address = 'fe80::77/64'; Option = @('nodad') }
        ) {
            $made = New-NetIPAddress $Address eth0 -Namespace lab
            ip -n lab address add $Address @Option dev eth1
            Get-AddressText eth0 | Should -BeExactly (Get-AddressText eth1)
            $made.Name | Should -BeExactly $Address
            $made.InterfaceAlias | Should -BeExactly 'eth0'
            $made.Namespace | Should -BeExactly 'lab'
        }

        It 'sets the broadcast address <Broadcast> for <Address>' -ForEach @(
            @{ Address = '192.168.88.11/24'; Broadcast = '192.168.88.255' }
            @{ Address = '10.0.0.5/30'; Broadcast = '10.0.0.7' }
            @{ Address = '10.0.0.0/31'; Broadcast = '' }
            @{ Address = '10.0.0.9/32'; Broadcast = '' }
        ) {
            $made = New-NetIPAddress $Address eth0 -Namespace lab
            "$($made.Broadcast)" | Should -BeExactly $Broadcast
            "$((Get-IPAddressJson lab eth0).broadcast)" | Should -BeExactly $Broadcast
        }

        It 'makes the default route with it: <Address> over <Gateway>' -ForEach @(
            @{ Address = '192.168.88.11/24'; Gateway = '192.168.88.1'; Family = '-4' }
            @{ Address = 'fd00::11/64'; Gateway = 'fd00::1'; Family = '-6' }
        ) {
            (New-NetIPAddress $Address eth0 -DefaultGateway $Gateway -Namespace lab).Name | Should -BeExactly $Address
            ip -n lab $Family route show default | Should -BeLike "default via $Gateway dev eth0 *"
        }

        It 'as on Windows: address, length and gateway apart' {
            $null = New-NetIPAddress -InterfaceAlias eth0 -IPAddress 192.168.88.11 -PrefixLength 24 -DefaultGateway 192.168.88.1 -Namespace lab
            ip -n lab -4 route show default | Should -BeLike 'default via 192.168.88.1 dev eth0 *'
        }

        It 'of several addresses the one on the gateway''s network brings the route' {
            $made = New-NetIPAddress 10.0.0.1/24, 192.168.88.11/24, 192.168.88.12/24 eth0 -DefaultGateway 192.168.88.1 -Namespace lab -ErrorAction Stop
            $made | Should -HaveCount 3
            @(ip -n lab -4 route show default) | Should -HaveCount 1
        }

        It 'refuses the gateway <Gateway> with <Id>, and makes no address' -ForEach @(
            @{ Gateway = '10.0.0.1'; Id = 'GatewayUnreachable' }
            @{ Gateway = '192.168.88.11'; Id = 'GatewayUnreachable' }
            @{ Gateway = 'fd00::1'; Id = 'WrongAddressFamily' }
            @{ Gateway = 'nowhere'; Id = 'InvalidAddress' }
            @{ Gateway = ''; Id = 'InvalidAddress' }
        ) {
            Assert-Refused { New-NetIPAddress 192.168.88.11/24 eth0 -DefaultGateway $Gateway -Namespace lab } $Id InvalidArgument $Gateway
        }

        It 'takes the address back when there is a default route already' {
            $null = New-NetIPAddress 192.168.88.11/24 eth0 -DefaultGateway 192.168.88.1 -Namespace lab
            $errors = @(Get-ErrorsOf { New-NetIPAddress 192.168.89.11/24 eth0 -DefaultGateway 192.168.89.1 -Namespace lab })
            $errors.FullyQualifiedErrorId | Should -BeLike 'RouteExists,*'
            (Get-IPAddressJson lab eth0).local | Should -Be 192.168.88.11
        }

        It 'makes the connected route' {
            $null = New-NetIPAddress 192.168.88.1/24 eth0 -Namespace lab
            (Get-IPJson lab route).dst | Should -BeExactly '192.168.88.0/24'
        }

        It 'makes an IPv6 address that can be used at once' {
            $made = New-NetIPAddress fd00::1/64 eth0 -Namespace lab
            $made.AddressState | Should -BeExactly 'Preferred'
            (Get-IPAddressJson lab eth0).nodad | Should -BeTrue
            (Get-IPAddressJson lab eth0).tentative | Should -BeNullOrEmpty
            ip netns exec lab ping -c 1 -W 1 -I fd00::1 fd00::1 | Out-String | Should -BeLike '*1 received*'
        }

        It 'lets IPv6 look for duplicates where that is asked for' {
            $made = New-NetIPAddress fd00::1/64 eth0 -Namespace lab -DetectDuplicates
            $made.AddressState | Should -BeExactly 'Tentative'
            (Get-IPAddressJson lab eth0).nodad | Should -BeNullOrEmpty
        }
    }

    Context 'its parameters' {
        It 'takes the prefix length apart' {
            (New-NetIPAddress 192.168.88.1 eth0 -PrefixLength 24 -Namespace lab).Name | Should -BeExactly '192.168.88.1/24'
            (New-NetIPAddress fd00::1 eth0 -PrefixLength 64 -Namespace lab).PrefixLength | Should -Be 64
        }

        It 'takes the prefix length twice when both say the same' {
            (New-NetIPAddress 192.168.88.1/24 eth0 -PrefixLength 24 -Namespace lab).Name | Should -BeExactly '192.168.88.1/24'
        }

        It 'takes several addresses, of both families' {
            (New-NetIPAddress 192.168.88.1/24, 192.168.89.1/24, fd00::1/64 -Interface eth0 -Namespace lab).Name |
                Should -Be '192.168.88.1/24', '192.168.89.1/24', 'fd00::1/64'
        }

        It 'works in the namespace it is in' {
            (Invoke-NetNamespace lab { New-NetIPAddress 192.168.88.1/24 eth0 }).Namespace | Should -BeExactly 'lab'
            (Get-IPAddressJson lab eth0).local | Should -BeExactly '192.168.88.1'
        }

        It 'takes interfaces from Get-NetInterface, where they live' {
            $made = Get-NetInterface eth0, eth1 -Namespace lab | New-NetIPAddress 192.168.88.1/24
            $made.InterfaceAlias | Should -Be 'eth0', 'eth1'
            (Get-IPAddressJson lab eth1).local | Should -BeExactly '192.168.88.1'
        }

        It 'takes names from the pipeline' {
            ('eth0', 'eth1' | New-NetIPAddress 10.0.0.1/24 -Namespace lab).InterfaceAlias | Should -Be 'eth0', 'eth1'
        }

        It 'takes pairs from New-VethPair, at the end that has the pair''s name' {
            ip netns add lab02
            try {
                $made = New-VethPair veth9 br-veth9 -Namespace lab02 -PeerNamespace lab | New-NetIPAddress 10.9.0.1/24
                $made.InterfaceAlias | Should -BeExactly 'veth9'
                $made.Namespace | Should -BeExactly 'lab02'
                (Get-IPAddressJson lab02 veth9).local | Should -Contain '10.9.0.1'
            }
            finally {
                # A namespace's links go some time after its name.
                ip -n lab02 link delete veth9
                ip netns delete lab02
            }
        }

        It 'tells the one that was made when there is the same address with another prefix length' {
            ip -n lab address add 10.0.0.1/24 dev eth0
            (New-NetIPAddress 10.0.0.1/16 eth0 -Namespace lab).Name | Should -BeExactly '10.0.0.1/16'
        }

        It 'changes nothing with -WhatIf' {
            $before = Get-KernelState lab
            New-NetIPAddress 192.168.88.1/24 eth0 -Namespace lab -WhatIf | Should -BeNullOrEmpty
            Get-KernelState lab | Should -BeExactly $before
        }

        It 'tells with -Verbose the ip command that does the same' {
            $lines = Get-VerboseLines { New-NetIPAddress 192.168.88.1/24 eth0 -Namespace lab -Verbose }
            $command = $lines -like 'ip *'
            $command | Should -BeExactly 'ip -n lab address add 192.168.88.1/24 broadcast 192.168.88.255 dev eth0'
            Remove-NetIPAddress 192.168.88.1/24 eth0 -Namespace lab
            sh -c $command
            (Get-IPAddressJson lab eth0).broadcast | Should -BeExactly '192.168.88.255'
        }

        It 'shows a table and a list' {
            $made = New-NetIPAddress 192.168.88.1/24 eth0 -Namespace lab
            $made | Format-Table | Out-String | Should -Match 'InterfaceAlias +IPAddress +PrefixLength +Scope +AddressState +Namespace'
            $made | Format-List | Out-String | Should -Match '(?s)IPAddress +: 192\.168\.88\.1.*Broadcast +: 192\.168\.88\.255.*AddressState +: Preferred'
        }
    }

    Context 'bad input' {
        It 'refuses <Text> with <Id>' -ForEach @(
            @{ Text = '192.168.88.1'; Id = 'InvalidPrefixLength' }
            @{ Text = 'fd00::1'; Id = 'InvalidPrefixLength' }
            @{ Text = '192.168.88.1/'; Id = 'InvalidPrefixLength' }
            @{ Text = '192.168.88.1/33'; Id = 'InvalidPrefixLength' }
            @{ Text = '192.168.88.1/-1'; Id = 'InvalidPrefixLength' }
            @{ Text = '192.168.88.1/x'; Id = 'InvalidPrefixLength' }
            @{ Text = '192.168.88.1/ 24'; Id = 'InvalidPrefixLength' }
            @{ Text = '192.168.88.1/255.255.255.0'; Id = 'InvalidPrefixLength' }
            @{ Text = '192.168.88.1/99999999999'; Id = 'InvalidPrefixLength' }
            @{ Text = 'fd00::1/129'; Id = 'InvalidPrefixLength' }
            @{ Text = '10.1/16'; Id = 'InvalidAddress' }
            @{ Text = '256.1.1.1/24'; Id = 'InvalidAddress' }
            @{ Text = '01.2.3.4/24'; Id = 'InvalidAddress' }
            @{ Text = '1.2.3.4.5/24'; Id = 'InvalidAddress' }
            @{ Text = '0x0a000001/24'; Id = 'InvalidAddress' }
            @{ Text = '167772161/24'; Id = 'InvalidAddress' }
            @{ Text = 'example.com/24'; Id = 'InvalidAddress' }
            @{ Text = 'fd00::1::2/64'; Id = 'InvalidAddress' }
            @{ Text = '[fd00::1]/64'; Id = 'InvalidAddress' }
            @{ Text = '/24'; Id = 'InvalidAddress' }
            @{ Text = ''; Id = 'InvalidAddress' }
            @{ Text = ' '; Id = 'InvalidAddress' }
        ) {
            Assert-Refused { New-NetIPAddress $Text eth0 -Namespace lab } $Id InvalidArgument $Text
        }

        It 'refuses the prefix length <Length> apart' -ForEach @(@{ Length = 33 }, @{ Length = -1 }) {
            Assert-Refused { New-NetIPAddress 192.168.88.1 eth0 -PrefixLength $Length -Namespace lab } InvalidPrefixLength InvalidArgument 192.168.88.1
        }

        It 'refuses two prefix lengths that differ' {
            Assert-Refused { New-NetIPAddress 192.168.88.1/24 eth0 -PrefixLength 16 -Namespace lab } InvalidPrefixLength InvalidArgument 192.168.88.1/24
        }

        It 'refuses an address that the interface has' {
            ip -n lab address add 192.168.88.1/24 dev eth0
            Assert-Refused { New-NetIPAddress 192.168.88.1/24 eth0 -Namespace lab } AddressExists ResourceExists 192.168.88.1/24
        }

        It 'refuses a multicast address, with the kernel''s words' {
            Assert-Refused { New-NetIPAddress ff02::7/64 eth0 -Namespace lab } InvalidAddress InvalidArgument ff02::7/64
        }

        It 'refuses an interface that is not there' {
            Assert-Refused { New-NetIPAddress 192.168.88.1/24 eth7 -Namespace lab } InterfaceNotFound ObjectNotFound eth7
        }

        It 'refuses the interface name ''<Name>''' -ForEach @(@{ Name = '' }, @{ Name = 'a-name-longer-than-15' }, @{ Name = 'a/b' }) {
            Assert-Refused { New-NetIPAddress 192.168.88.1/24 $Name -Namespace lab } InvalidName InvalidArgument $Name
        }

        It 'refuses a namespace that is not there' {
            Assert-Refused { New-NetIPAddress 192.168.88.1/24 eth0 -Namespace nowhere } NamespaceNotFound ObjectNotFound nowhere
        }

        It 'refuses an object with the -Namespace of another' {
            ip netns add lab02
            try {
                $eth0 = Get-NetInterface eth0 -Namespace lab
                Assert-Refused { $eth0 | New-NetIPAddress 10.0.0.1/24 -Namespace lab02 } NamespaceMismatch InvalidArgument eth0
            }
            finally { ip netns delete lab02 }
        }

        It 'refuses IPv6 where that is off' {
            Set-Sysctl lab ipv6/conf/eth0/disable_ipv6 1
            Assert-Refused { New-NetIPAddress fd00::1/64 eth0 -Namespace lab } FeatureMissing NotInstalled eth0
            Set-Sysctl lab ipv6/conf/eth0/disable_ipv6 0
        }

        It 'gives the others their addresses when one is refused' {
            $made = New-NetIPAddress 10.0.0.1/24, 10.0.0.2/33, 10.0.0.3/24 eth0 -Namespace lab -ErrorVariable refused -ErrorAction SilentlyContinue
            $made.Name | Should -Be '10.0.0.1/24', '10.0.0.3/24'
            $refused.FullyQualifiedErrorId | Should -BeLike 'InvalidPrefixLength,*'
            (Get-IPAddressJson lab eth0).local | Should -Be '10.0.0.1', '10.0.0.3'
        }
    }
}
