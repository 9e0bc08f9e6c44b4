# Enable-Masquerade: the rule as nft shows it, and packets that tcpdump and Watch-NetPacket see on both sides of it.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/Tcpdump.ps1
    . $PSScriptRoot/shared/TutorialHost.ps1
}

Describe 'Enable-Masquerade' {
    BeforeAll {
        New-TutorialHost
        Add-TutorialBridge
    }
    AfterEach {
        ip netns exec host nft flush ruleset
        Set-Sysctl host ipv4/ip_forward 0
    }
    AfterAll { Remove-TutorialNamespaces }

    Context 'the rule' {
        It 'is what nft would have made of the tutorial''s rule, without the subnet itself and multicast' {
            Enable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue
            $chain = Get-NftJson host chain 'table ip vethlab' | Where-Object type
            "$($chain.name) $($chain.type) $($chain.hook) $($chain.prio) $($chain.policy)" | Should -BeExactly 'postrouting nat postrouting 100 accept'
            $rule = Get-NftJson host rule 'table ip vethlab' | Where-Object chain -EQ postrouting
            $rule | Should -HaveCount 1
            $rule.comment | Should -BeExactly 'masquerade br01'
            $words = ip netns exec host nft --stateless list chain ip vethlab postrouting | ForEach-Object Trim
            $words | Should -Contain 'ip saddr 192.168.88.0/24 ip daddr != 192.168.88.0/24 ip daddr != 224.0.0.0/4 counter masquerade comment "masquerade br01"'
        }

        It 'is the one that its -Verbose command makes' {
            Set-Sysctl host ipv4/ip_forward 1
            $command = Get-VerboseLines { Enable-Masquerade br01 -Namespace host -Verbose } | Where-Object { $_ -like '*nft*' }
            $made = ip netns exec host nft list ruleset
            ip netns exec host nft flush ruleset
            sh -c $command
            ip netns exec host nft list ruleset | Should -BeExactly $made
        }

        It 'masquerades <Subnet> by name' -ForEach @(
            @{ Subnet = '192.168.88.0/24'; Words = 'ip saddr 192.168.88.0/24 ip daddr != 192.168.88.0/24 ip daddr != 224.0.0.0/4 counter masquerade comment "masquerade"' }
            @{ Subnet = '10.20.0.0/15'; Words = 'ip saddr 10.20.0.0/15 ip daddr != 10.20.0.0/15 ip daddr != 224.0.0.0/4 counter masquerade comment "masquerade"' }
            @{ Subnet = '10.0.0.0/8'; Words = 'ip saddr 10.0.0.0/8 ip daddr != 10.0.0.0/8 ip daddr != 224.0.0.0/4 counter masquerade comment "masquerade"' }
            @{ Subnet = '192.168.88.77/32'; Words = 'ip saddr 192.168.88.77 ip daddr != 192.168.88.77 ip daddr != 224.0.0.0/4 counter masquerade comment "masquerade"' }
            @{ Subnet = '0.0.0.0/0'; Words = 'ip daddr != 224.0.0.0/4 counter masquerade comment "masquerade"' }
        ) {
            $made = Enable-Masquerade -Subnet $Subnet -Namespace host -PassThru -WarningAction SilentlyContinue
            $made.Name | Should -BeExactly $Subnet
            $made.Bridge | Should -BeNullOrEmpty
            ip netns exec host nft --stateless list chain ip vethlab postrouting | ForEach-Object Trim | Should -Contain $Words
        }
    }

    Context 'options' {
        BeforeAll {
            function Get-RuleWords([string] $Family = 'ip') { ip netns exec host nft --stateless list chain $Family vethlab postrouting | ForEach-Object Trim | Where-Object { $_ -like '*masquerade*' } }
        }
        AfterEach { Set-Sysctl host ipv6/conf/all/forwarding 0 }

        It 'make the rule <Words>, and Get-Masquerade tells them' -ForEach @(
            @{ Options = @{ OutInterface = 'ens160' }; Words = 'oifname "ens160" ip saddr 192.168.88.0/24 ip daddr != 192.168.88.0/24 ip daddr != 224.0.0.0/4'; Told = 'ens160 False ' }
            @{ Options = @{ Exact = $true }; Words = 'ip saddr 192.168.88.0/24'; Told = ' True ' }
            @{ Options = @{ ExcludeDestination = '10.0.0.0/8', '172.16.0.0/12' }; Words = 'ip saddr 192.168.88.0/24 ip daddr != 192.168.88.0/24 ip daddr != 224.0.0.0/4 ip daddr != 10.0.0.0/8 ip daddr != 172.16.0.0/12'; Told = ' False 10.0.0.0/8, 172.16.0.0/12' }
            @{ Options = @{ ExcludeDestination = '10.9.9.9/32'; Exact = $true; OutInterface = 'e0' }; Words = 'oifname "e0" ip saddr 192.168.88.0/24 ip daddr != 10.9.9.9'; Told = 'e0 True 10.9.9.9/32' }
        ) {
            Enable-Masquerade br01 -Namespace host @Options -WarningAction SilentlyContinue
            Get-RuleWords | Should -BeExactly ($Words + ' counter masquerade comment "masquerade br01"')
            $made = Get-Masquerade -Namespace host
            "$($made.OutInterface) $($made.IsExact) $($made.ExcludeDestination -join ', ')" | Should -BeExactly $Told
            # What is ended comes back as it was, also from JSON and CSV.
            foreach ($again in { $input }, { $input | ConvertTo-Json | ConvertFrom-Json }, { $input | ConvertTo-Csv | ConvertFrom-Csv }) {
                $made | Disable-Masquerade -PassThru -WarningAction SilentlyContinue | & $again | Enable-Masquerade -WarningAction SilentlyContinue
                Get-RuleWords | Should -BeLike "$Words counter masquerade*"
                $made = Get-Masquerade -Namespace host
            }
            Enable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue
            Enable-Masquerade br01 -Namespace host @Options -WarningAction SilentlyContinue
            # The same again changes nothing; others change the rule, and there is only one.
            $before = Get-KernelState host
            Get-Warnings { Enable-Masquerade br01 -Namespace host @Options } | Should -BeLike '*already*'
            Get-KernelState host | Should -BeExactly $before
            Enable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue
            Get-RuleWords | Should -BeExactly 'ip saddr 192.168.88.0/24 ip daddr != 192.168.88.0/24 ip daddr != 224.0.0.0/4 counter masquerade comment "masquerade br01"'
        }

        It 'take a range, whose packets alone are masqueraded' {
            Enable-Masquerade -Subnet 192.168.88.12-192.168.88.20 -Namespace host -WarningAction SilentlyContinue
            Get-RuleWords | Should -BeExactly 'ip saddr 192.168.88.12-192.168.88.20 ip daddr != 192.168.88.12-192.168.88.20 ip daddr != 224.0.0.0/4 counter masquerade comment "masquerade"'
            Test-NetPing 114.114.114.114 -Namespace ns02 -Quiet | Should -BeTrue
            Test-NetPing 114.114.114.114 -Namespace ns01 -TimeoutSeconds 0.3 -Quiet | Should -BeFalse
            Disable-Masquerade -Subnet 192.168.88.12-192.168.88.20 -Namespace host -WarningAction SilentlyContinue
            ip netns exec host nft list ruleset | Should -BeNullOrEmpty
        }

        It 'keep other ways out, and other destinations, as they are' {
            Enable-Masquerade br01 -OutInterface other -Namespace host -WarningAction SilentlyContinue
            Test-NetPing 114.114.114.114 -Namespace ns02 -TimeoutSeconds 0.3 -Quiet | Should -BeFalse
            Enable-Masquerade br01 -OutInterface ens160 -ExcludeDestination 114.114.114.114/32 -Namespace host -WarningAction SilentlyContinue
            Test-NetPing 114.114.114.114 -Namespace ns02 -TimeoutSeconds 0.3 -Quiet | Should -BeFalse
            Enable-Masquerade br01 -OutInterface ens160 -Namespace host -WarningAction SilentlyContinue
            Test-NetPing 114.114.114.114 -Namespace ns02 -Quiet | Should -BeTrue
        }

        It 'change nothing with -WhatIf' {
            Enable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue
            $before = Get-KernelState host
            Enable-Masquerade br01 -Exact -IPv6 -Namespace host -WhatIf | Should -BeNullOrEmpty
            Get-KernelState host | Should -BeExactly $before
        }

        It 'masquerade IPv6, with forwarding and its record, and give it back' {
            ip -n host address add fd88::1/64 nodad dev br01
            ip -n ns02 address add fd88::12/64 nodad dev veth02
            ip -n ns02 route add default via fd88::1
            ip -n host address add 2001:db8::27/64 nodad dev ens160
            $outer = (Get-VethPair ens160 -Namespace host).PeerName
            ip -n internet address add 2001:db8::1/64 nodad dev $outer
            $sysctls = Get-AllSysctls host
            try {
                Get-Warnings { Enable-Masquerade br01 -IPv6 -Namespace host } | Should -Contain 'IPv6 forwarding was off in namespace host and is turned on.'
                (Get-Masquerade -Namespace host).Table | Should -Be 'ip vethlab', 'ip6 vethlab'
                Get-RuleWords ip6 | Should -BeExactly 'ip6 saddr fd88::/64 ip6 daddr != fd88::/64 ip6 daddr != ff00::/8 counter masquerade comment "masquerade br01"'
                Test-NetPing 2001:db8::1 -Namespace ns02 -Quiet | Should -BeTrue
                Get-NetConnection -Protocol ipv6-icmp -Translated -Namespace host | ForEach-Object Translation | Should -Contain 'source fd88::12 -> 2001:db8::27'
                Disable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue
                Get-AllSysctls host | Should -BeExactly $sysctls
                ip netns exec host nft list ruleset | Should -BeNullOrEmpty
            }
            finally {
                ip -n host address delete fd88::1/64 dev br01
                ip -n host address delete 2001:db8::27/64 dev ens160
                ip -n ns02 address delete fd88::12/64 dev veth02
            }
        }

        It 'keep the default route that a router announced: accept_ra is 2 meanwhile' {
            ip -n host route add default via fe80::1 dev ens160 proto ra
            $sysctls = Get-AllSysctls host
            Enable-Masquerade -Subnet fd88::/64 -Namespace host -WarningAction SilentlyContinue
            Get-Sysctl host ipv6/conf/ens160/accept_ra | Should -BeExactly '2'
            Get-Sysctl host ipv6/conf/br01/accept_ra | Should -BeExactly '1'
            Disable-Masquerade -Subnet fd88::/64 -Namespace host -WarningAction SilentlyContinue
            Get-AllSysctls host | Should -BeExactly $sysctls
            ip -n host -6 route delete default
        }

        It 'reach connections that are open already' {
            # Tracked before there is a masquerade: its packets leave with the inner address, and NAT does not look again.
            Set-Sysctl host ipv4/ip_forward 1
            'table ip probe { chain f { type filter hook forward priority 0; ct state new counter; }; }' | ip netns exec host nft -f -
            $null = ip netns exec ns02 ping -c 1 -W 1 -e 777 114.114.114.114
            $old = Get-NetConnection 192.168.88.12 -Namespace host
            $old.Name | Should -BeExactly 'icmp 192.168.88.12 -> 114.114.114.114 id 777'
            $old.Translation | Should -BeNullOrEmpty
            Get-VerboseLines { Enable-Masquerade br01 -Namespace host -Verbose } | Should -Contain 'ip netns exec host conntrack -D -s 192.168.88.0/24'
            Get-NetConnection 192.168.88.12 -Namespace host | Should -BeNullOrEmpty
            ip netns exec ns02 ping -c 1 -W 1 -e 777 114.114.114.114 | Out-String | Should -BeLike '*1 received*'
            (Get-NetConnection 192.168.88.12 -Namespace host).Translation | Should -BeExactly 'source 192.168.88.12 -> 10.10.12.27'
            Disable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue
            Get-NetConnection 192.168.88.12 -Namespace host | Should -BeNullOrEmpty
        }
    }

    Context 'packets' {
        BeforeEach { ip -n internet route flush table main type unicast proto boot 2> $null }

        It 'leave with the outer address and come back to the inner one, as tcpdump sees them' {
            Enable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue
            $inside = Start-Tcpdump host br01
            $outside = Start-Tcpdump host ens160
            $answer = ip netns exec ns02 ping -c 1 -W 3 114.114.114.114
            $within = Stop-Tcpdump $inside 2
            $without = Stop-Tcpdump $outside 2
            $answer | Out-String | Should -BeLike '*1 received*'
            $without | Should -HaveCount 2
            $without[0] | Should -BeLike '*IP 10.10.12.27 > 114.114.114.114: ICMP echo request*'
            $without[1] | Should -BeLike '*IP 114.114.114.114 > 10.10.12.27: ICMP echo reply*'
            $within | Should -HaveCount 2
            $within[0] | Should -BeLike '*IP 192.168.88.12 > 114.114.114.114: ICMP echo request*'
            $within[1] | Should -BeLike '*IP 114.114.114.114 > 192.168.88.12: ICMP echo reply*'
        }

        It 'and as Watch-NetPacket sees them' {
            Enable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue
            $outside = Watch-NetPacket ens160 -Namespace host -Protocol ICMP -Count 2 -TimeoutSeconds 3 -While { Test-NetPing 114.114.114.114 -Namespace ns02 }
            $outside | ForEach-Object { "$($_.SourceAddress) > $($_.DestinationAddress)" } | Should -Be '10.10.12.27 > 114.114.114.114', '114.114.114.114 > 10.10.12.27'
            $inside = Watch-NetPacket br01 -Namespace host -Protocol ICMP -Count 2 -TimeoutSeconds 3 -While { Test-NetPing 114.114.114.114 -Namespace ns02 }
            $inside | ForEach-Object { "$($_.SourceAddress) > $($_.DestinationAddress)" } | Should -Be '192.168.88.12 > 114.114.114.114', '114.114.114.114 > 192.168.88.12'
        }

        It 'of neighbours on the bridge keep their addresses, though bridge netfilter shows them to postrouting' {
            Enable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue
            $seen = Watch-NetPacket veth01 -Namespace ns01 -Protocol ICMP -Count 1 -TimeoutSeconds 3 -While { Test-NetPing 192.168.88.11 -Namespace ns02 }
            "$($seen.SourceAddress)" | Should -BeExactly '192.168.88.12'
            (Get-Masquerade -Namespace host).Packets | Should -Be 0
        }

        It 'are counted' {
            $before = Enable-Masquerade br01 -Namespace host -PassThru -WarningAction SilentlyContinue
            $before.Packets | Should -Be 0
            Test-NetPing 114.114.114.114 -Namespace ns02 -Quiet | Should -BeTrue
            Test-NetPing 114.114.114.114 -Namespace ns01 -Quiet | Should -BeTrue
            $after = Get-Masquerade -Namespace host
            $after.Packets | Should -Be 2
            $after.Bytes | Should -Be 168      # 20 of IP, 8 of ICMP, 56 of payload, twice
            $counter = (Get-NftJson host rule 'chain ip vethlab postrouting').expr.counter
            "$($counter.packets) $($counter.bytes)".Trim() | Should -BeExactly '2 168'
        }

        It 'do not pass without it' {
            Set-Sysctl host ipv4/ip_forward 1
            Test-NetPing 114.114.114.114 -Namespace ns02 -TimeoutSeconds 0.3 -Quiet | Should -BeFalse
        }
    }

    Context 'its ways' {
        It 'takes a bridge from the pipeline, where it lives' {
            $made = Get-NetBridge br01 -Namespace host | Enable-Masquerade -PassThru -WarningAction SilentlyContinue
            "$($made.Name) $($made.Bridge) $($made.Namespace) $($made.Table) $($made.Chain)" | Should -BeExactly '192.168.88.0/24 br01 host ip vethlab postrouting'
        }

        It 'works in the namespace it is in' {
            Invoke-NetNamespace host { Enable-Masquerade br01 -WarningAction SilentlyContinue }
            (Get-Masquerade -Namespace host).Name | Should -BeExactly '192.168.88.0/24'
        }

        It 'returns nothing without -PassThru' {
            Enable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        }

        It 'takes both subnets of a bridge that has two' {
            ip -n host address add 192.168.89.1/24 dev br01
            $made = Enable-Masquerade br01 -Namespace host -PassThru -WarningAction SilentlyContinue
            ip -n host address delete 192.168.89.1/24 dev br01
            $made.Name | Should -Be '192.168.88.0/24', '192.168.89.0/24'
            @(Get-NftJson host rule 'chain ip vethlab postrouting') | Should -HaveCount 2
        }

        It 'takes several subnets' {
            (Enable-Masquerade -Subnet 10.1.0.0/16, 10.2.0.0/16 -Namespace host -PassThru -WarningAction SilentlyContinue).Name | Should -Be '10.1.0.0/16', '10.2.0.0/16'
        }

        It 'changes nothing a second time, and says so' {
            Enable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue
            $before = Get-KernelState host
            Get-Warnings { Enable-Masquerade br01 -Namespace host } | Should -BeExactly '192.168.88.0/24 is masqueraded in namespace host already; nothing was changed.'
            Get-KernelState host | Should -BeExactly $before
            Get-Warnings { Enable-Masquerade -Subnet 192.168.88.0/24 -Namespace host } | Should -BeLike '*already*'
            Get-KernelState host | Should -BeExactly $before
        }

        It 'changes nothing with -WhatIf' {
            $before = Get-KernelState host
            Enable-Masquerade br01 -Namespace host -WhatIf | Should -BeNullOrEmpty
            Get-KernelState host | Should -BeExactly $before
        }

        It 'leaves the tables of others alone' {
            ip netns exec host iptables -t nat -A POSTROUTING -s 10.99.0.0/16 -j MASQUERADE
            $before = ip netns exec host iptables -t nat -S
            Enable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue
            ip netns exec host iptables -t nat -S | Should -BeExactly $before
        }
    }

    Context 'forwarding' {
        It 'is turned on where it is off, and that is said' {
            Get-Warnings { Enable-Masquerade br01 -Namespace host } | Where-Object { $_ -notlike '*name server*' } | Should -BeExactly 'IPv4 forwarding was off in namespace host and is turned on.'
            Get-Sysctl host ipv4/ip_forward | Should -BeExactly '1'
        }

        It 'is left as it is where it is on, and nothing is said or recorded' {
            Set-Sysctl host ipv4/ip_forward 1
            $before = Get-AllSysctls host
            Get-Warnings { Enable-Masquerade br01 -Namespace host } | Where-Object { $_ -notlike '*name server*' } | Should -BeNullOrEmpty
            Get-AllSysctls host | Should -BeExactly $before
            @(Get-NftJson host chain).name | Should -Be 'postrouting'
        }

        It 'has its former value recorded in the kernel before anything is changed' {
            Set-Sysctl host ipv4/conf/br01/forwarding 1
            Enable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue
            (Get-NftJson host rule 'chain ip vethlab records').comment | Sort-Object | Should -Be 'was net/ipv4/conf/br01/forwarding=1', 'was net/ipv4/ip_forward=0'
        }
    }

    Context 'bad input' {
        It 'refuses <What>' -ForEach @(
            @{ What = 'a bridge that is not there'; Arguments = @{ Bridge = 'br77' }; Id = 'BridgeNotFound'; Category = 'ObjectNotFound'; Target = 'br77' }
            @{ What = 'what is no bridge'; Arguments = @{ Bridge = 'ens160' }; Id = 'NotABridge'; Category = 'InvalidType'; Target = 'ens160' }
            @{ What = 'an impossible name'; Arguments = @{ Bridge = 'a-name-longer-than-15' }; Id = 'InvalidName'; Category = 'InvalidArgument'; Target = 'a-name-longer-than-15' }
            @{ What = 'a range of two families'; Arguments = @{ Subnet = '10.0.0.1-fd00::1' }; Id = 'WrongAddressFamily'; Category = 'InvalidArgument'; Target = '10.0.0.1-fd00::1' }
            @{ What = 'a range that ends before it begins'; Arguments = @{ Subnet = '10.0.0.9-10.0.0.1' }; Id = 'InvalidValue'; Category = 'InvalidArgument'; Target = '10.0.0.9-10.0.0.1' }
            @{ What = 'to exclude a network of another family'; Arguments = @{ Subnet = '10.0.0.0/8'; ExcludeDestination = 'fd00::/64' }; Id = 'WrongAddressFamily'; Category = 'InvalidArgument'; Target = 'fd00::/64' }
            @{ What = 'an impossible outer interface'; Arguments = @{ Subnet = '10.0.0.0/8'; OutInterface = 'a-name-longer-than-15' }; Id = 'InvalidName'; Category = 'InvalidArgument'; Target = 'a-name-longer-than-15' }
            @{ What = 'host bits'; Arguments = @{ Subnet = '192.168.88.1/24' }; Id = 'InvalidPrefixLength'; Category = 'InvalidArgument'; Target = '192.168.88.1/24' }
            @{ What = 'an impossible prefix'; Arguments = @{ Subnet = '192.168.88.0/33' }; Id = 'InvalidPrefixLength'; Category = 'InvalidArgument'; Target = '192.168.88.0/33' }
            @{ What = 'no network at all'; Arguments = @{ Subnet = 'lan' }; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = 'lan' }
            @{ What = 'an empty network'; Arguments = @{ Subnet = '' }; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '' }
        ) {
            Assert-Refused { Enable-Masquerade @Arguments -Namespace host } $Id $Category $Target
        }

        It 'refuses a bridge without an IPv4 address' {
            ip -n host link add br02 type bridge
            Assert-Refused { Enable-Masquerade br02 -Namespace host } SubnetNotFound ObjectNotFound br02
            ip -n host link delete br02
        }

        It 'refuses a namespace that is not there' {
            Assert-Refused { Enable-Masquerade br01 -Namespace nowhere } NamespaceNotFound ObjectNotFound nowhere
        }

        It 'masquerades the others when one is refused' {
            $made = Enable-Masquerade -Subnet 10.1.0.0/16, 10.2.0.1/16, 10.3.0.0/16 -Namespace host -PassThru -WarningAction SilentlyContinue -ErrorVariable refused -ErrorAction SilentlyContinue
            $made.Name | Should -Be '10.1.0.0/16', '10.3.0.0/16'
            $refused.TargetObject | Should -BeExactly '10.2.0.1/16'
        }
    }
}
