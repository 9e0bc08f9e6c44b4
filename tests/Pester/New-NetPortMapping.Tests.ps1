# New-NetPortMapping: the rules as nft shows them, choices, and everything given back. Traffic in each direction, and refusals, are in the files beside it.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/Tcpdump.ps1
    . $PSScriptRoot/shared/PortHost.ps1
    New-PortHost
}
AfterAll { Remove-PortHost }

Describe 'New-NetPortMapping' {
    BeforeAll {
        # Link-local ones come when the kernel is done with detecting duplicates.
        function Get-LocalRoutes { ip -n host -6 route show table local | Where-Object { $_ -notmatch '\b(fe80|ff00):' } }
        function Get-Rules([string] $Family = 'ip') { ip netns exec host nft --stateless list table $Family vethlab | ForEach-Object Trim | Where-Object { $_ -match ' counter ' -and $_ -notmatch 'was net|had |made ' } }
        Set-BridgeFilter 0
    }
    AfterEach {
        Remove-AllMappings
        ip netns exec host nft flush ruleset
        Set-Sysctl host ipv4/ip_forward 0
        Set-Sysctl host ipv6/conf/all/forwarding 0
        Set-BridgeFilter 0
    }

    Context 'rules' {
        It 'are those that nft would have made' {
            $made = New-NetPortMapping 8080 ns01 -DestinationPort 80 -Namespace host -WarningAction SilentlyContinue
            Get-Rules | Should -BeExactly @(
                'iifname "br01" ip saddr 127.0.0.0/8 counter drop comment "guard br01"'
                'iifname "br01" ip daddr 127.0.0.0/8 counter drop comment "guard br01"'
                'fib daddr type local tcp dport 8080 counter dnat to 192.168.88.11:80 comment "port tcp/8080 of ns01"'
                'fib daddr type local tcp dport 8080 counter dnat to 192.168.88.11:80 comment "port tcp/8080 of ns01"'
                'oifname "br01" ip saddr 192.168.88.0/24 ip daddr 192.168.88.11 tcp dport 80 ct status dnat counter masquerade comment "port tcp/8080 of ns01"'
                'oifname "br01" ip saddr 127.0.0.0/8 ip daddr 192.168.88.11 tcp dport 80 ct status dnat counter masquerade comment "port tcp/8080 of ns01"'
            )
            $made.Name | Should -BeExactly 'tcp/8080', 'tcp/8080'
            $made.Table | Should -BeExactly 'ip vethlab', 'ip6 vethlab'
            $made.DestinationAddress | Should -BeExactly '192.168.88.11', 'fd88::11'
            $made.Loopback | Should -Be $true, $true
            $made.OutInterface | Should -Be 'br01', 'br01'
            # What they are made of is also read after nft has written them again.
            ip netns exec host sh -c 'nft list ruleset > /tmp/port-mapping.nft; (echo flush ruleset; cat /tmp/port-mapping.nft) | nft -f -; rm /tmp/port-mapping.nft'
            Get-NetPortMapping -Namespace host | ConvertTo-Json | Should -BeExactly ($made | ConvertTo-Json)
        }

        It 'and all else are what the -Verbose commands make: <Arguments>' -ForEach @(
            @{ Arguments = @{ Port = '8080'; DestinationNamespace = 'ns01'; DestinationPort = 80 } }
            @{ Arguments = @{ Port = '8000-8010'; DestinationAddress = '192.168.88.11'; Protocol = 'Udp' } }
            @{ Arguments = @{ Port = '53'; DestinationAddress = 'fd88::11'; Protocol = 'Tcp', 'Udp'; ListenAddress = '2001:db8::27' } }
            @{ Arguments = @{ Port = '53'; DestinationAddress = '192.168.88.11'; InInterface = 'ens160' } }
            @{ Arguments = @{ Port = '53'; DestinationAddress = '192.168.88.11'; ListenAddress = '127.0.0.1' } }
        ) {
            Set-BridgeFilter 1
            $before = Get-AllSysctls host
            $commands = Get-VerboseLines { New-NetPortMapping @Arguments -Namespace host -Verbose -WarningAction SilentlyContinue } | Where-Object { $_ -match '^ip ' }
            $made = (ip netns exec host nft list ruleset), (Get-AllSysctls host), (Get-LocalRoutes), ((ip -n host -d link show br-veth01) -replace 'timer +[\d.]+')
            $undo = Get-VerboseLines { Get-NetPortMapping -Namespace host | Remove-NetPortMapping -Verbose -WarningAction SilentlyContinue } | Where-Object { $_ -match '^ip ' }
            ip netns exec host nft list ruleset | Should -BeNullOrEmpty
            Get-AllSysctls host | Should -BeExactly $before
            foreach ($command in $commands) { sh -c $command; $LASTEXITCODE | Should -Be 0 -Because $command }
            $again = (ip netns exec host nft list ruleset), (Get-AllSysctls host), (Get-LocalRoutes), ((ip -n host -d link show br-veth01) -replace 'timer +[\d.]+')
            for ($i = 0; $i -lt 4; $i++) { $again[$i] -join "`n" | Should -BeExactly ($made[$i] -join "`n") }
        }

        It 'with IPv6 forwarding and ::1 are what the -Verbose commands make' {
            $commands = Get-VerboseLines { New-NetPortMapping 53 -DestinationAddress fd88::11 -Namespace host -Verbose -WarningAction SilentlyContinue } | Where-Object { $_ -match '^ip ' }
            $made = (ip netns exec host nft list ruleset), (Get-LocalRoutes)
            Remove-AllMappings
            Get-LocalRoutes | Should -Not -BeExactly $made[1]
            foreach ($command in $commands) { sh -c $command; $LASTEXITCODE | Should -Be 0 -Because $command }
            (ip netns exec host nft list ruleset), (Get-LocalRoutes) | Should -BeExactly $made
        }

        It 'are not made by -WhatIf' {
            $before = Get-VethLabBaseline host
            New-NetPortMapping 8080 ns01 -Protocol Tcp, Udp -Namespace host -WhatIf | Should -BeNullOrEmpty
            Compare-VethLabBaseline $before | Should -BeNullOrEmpty
        }

        It 'are there once, however often they are asked for' {
            New-NetPortMapping 8080 ns01 -DestinationPort 80 -Namespace host -WarningAction SilentlyContinue
            $before = Get-KernelState host
            Get-Warnings { New-NetPortMapping 8080 ns01 -DestinationPort 80 -Namespace host } | Should -Be 'tcp/8080 to 192.168.88.11:80 is published in namespace host already; nothing was changed.', 'tcp/8080 to [fd88::11]:80 is published in namespace host already; nothing was changed.'
            Get-KernelState host | Should -BeExactly $before
        }

        It 'of a hundred and twenty ports are made, told apart and removed' {
            $before = Get-VethLabBaseline host
            $made = 2001..2120 | ForEach-Object { "$_" } | ForEach-Object { New-NetPortMapping $_ -DestinationAddress 192.168.88.11 -DestinationPort 80 -Namespace host -WarningAction SilentlyContinue }
            $made | Should -HaveCount 120
            Get-NetPortMapping -Namespace host | Should -HaveCount 120
            Get-PortAnswer internet 10.10.12.27 2077 | Should -BeExactly 'web 10.10.12.1'
            (Get-NetPortMapping 2077 -Namespace host).Packets | Should -Be 1
            (Get-NetPortMapping 20[0-6]* -Namespace host | Measure-Object Packets -Sum).Sum | Should -Be 0
            $made[0..118] | Remove-NetPortMapping
            Get-NetPortMapping -Namespace host | ForEach-Object Name | Should -BeExactly 'tcp/2120'
            Get-Sysctl host ipv4/conf/br01/route_localnet | Should -BeExactly '1'
            $made[119] | Remove-NetPortMapping -WarningAction SilentlyContinue
            Compare-VethLabBaseline $before | Should -BeNullOrEmpty
        }
    }

    Context 'loopback' {
        It 'leads there by ::1 over <_>, where the bridge does not pass packets to ip6tables' -ForEach 'Tcp', 'Udp' {
            New-NetPortMapping 8080 ns01 -DestinationPort 80 -Protocol $_ -Namespace host -WarningAction SilentlyContinue
            Get-PortAnswer host ::1 8080 $_ | Should -BeExactly 'web fd88::1'
            # ::1 itself is as near as before.
            ip netns exec host ping -c 1 -W 1 ::1 | Out-String | Should -BeLike '*1 received*'
        }

        It 'does not by ::1 where it does, and says so' {
            Set-BridgeFilter 1
            Get-Warnings { New-NetPortMapping 8080 ns01 -DestinationPort 80 -Namespace host } | Should -Contain 'tcp/8080: [::1] does not lead there: br01 passes its packets to ip6tables (net.bridge.bridge-nf-call-ip6tables is 1), which would give answers the destination ::1 before IPv6 sees them, and it drops such. Its other addresses do.'
            (Get-NetPortMapping -Namespace host).Loopback | Should -Be $true, $false
            # The namespace's own socket at ::1 stays reachable.
            $own = Start-PortServer host Tcp 8080 own
            try { Get-PortAnswer host ::1 8080 | Should -BeExactly 'own ::1' }
            finally { $own | Stop-Process }
            Assert-Refused { New-NetPortMapping 8081 ns01 -ListenAddress ::1 -Namespace host } -Id InvalidValue -Category InvalidArgument -Target 'tcp/[::1]:8081'
        }

        It 'of the host stays its own: what a node sends to 127.0.0.1 is dropped' {
            $own = Start-PortServer host Tcp 7777 secret
            ip -n ns02 link set lo down
            ip -n ns02 route add local 127.0.0.9 dev lo table 99
            ip netns exec ns02 sh -c 'echo 1 > /proc/sys/net/ipv4/conf/veth02/route_localnet; echo 1 > /proc/sys/net/ipv4/conf/all/route_localnet'
            ip -n ns02 address delete 127.0.0.1/8 dev lo
            ip -n ns02 route flush table local dev lo
            ip -n ns02 route add 127.0.0.1/32 via 192.168.88.1 src 192.168.88.12
            try {
                New-NetPortMapping 8080 -DestinationAddress 192.168.88.11 -DestinationPort 80 -Namespace host -WarningAction SilentlyContinue
                Get-PortAnswer ns02 127.0.0.1 7777 -Seconds 0.5 | Should -BeNullOrEmpty
                (Get-NftJson host rule 'chain ip vethlab guard').expr.counter.packets | Measure-Object -Sum | ForEach-Object Sum | Should -BeGreaterThan 0
                # Without the guard it would have come in.
                ip netns exec host nft flush chain ip vethlab guard
                Get-PortAnswer ns02 127.0.0.1 7777 | Should -BeExactly 'secret 192.168.88.12'
            }
            finally {
                $own | Stop-Process
                ip -n ns02 route delete 127.0.0.1/32
                ip -n ns02 link set lo up
            }
        }

        It 'alone is listened on with -ListenAddress 127.0.0.1' {
            New-NetPortMapping 8080 ns01 -DestinationPort 80 -ListenAddress 127.0.0.1 -Namespace host -WarningAction SilentlyContinue
            (Get-NetPortMapping -Namespace host).Name | Should -BeExactly 'tcp/127.0.0.1:8080'
            Get-PortAnswer host 127.0.0.1 8080 | Should -BeExactly 'web 192.168.88.1'
            Get-PortAnswer host 127.7.7.7 8080 | Should -BeNullOrEmpty
            Get-PortAnswer host 10.10.12.27 8080 | Should -BeNullOrEmpty
            Get-PortAnswer internet 10.10.12.27 8080 | Should -BeNullOrEmpty
        }
    }

    Context 'choices' {
        It 'listen on one address' {
            New-NetPortMapping 8080 ns01 -DestinationPort 80 -ListenAddress 10.10.12.27 -Namespace host -WarningAction SilentlyContinue
            (Get-NetPortMapping -Namespace host).Name | Should -BeExactly 'tcp/10.10.12.27:8080'
            Get-PortAnswer internet 10.10.12.27 8080 | Should -BeExactly 'web 10.10.12.1'
            Get-PortAnswer host 10.10.12.27 8080 | Should -BeExactly 'web 10.10.12.27'
            Get-PortAnswer host 192.168.88.1 8080 | Should -BeNullOrEmpty
            Get-PortAnswer host 127.0.0.1 8080 | Should -BeNullOrEmpty
            Get-Sysctl host ipv4/conf/br01/route_localnet | Should -BeExactly '0'
        }

        It 'listen on one interface' {
            New-NetPortMapping 8080 ns01 -DestinationPort 80 -InInterface ens160 -Namespace host -WarningAction SilentlyContinue
            Get-PortAnswer internet 10.10.12.27 8080 | Should -BeExactly 'web 10.10.12.1'
            Get-PortAnswer internet 2001:db8::27 8080 | Should -BeExactly 'web 2001:db8::1'
            Get-PortAnswer host 10.10.12.27 8080 | Should -BeNullOrEmpty
            Get-PortAnswer ns02 10.10.12.27 8080 | Should -BeNullOrEmpty
        }

        It 'publish a range, each port to the same one' {
            New-NetPortMapping 8000-8010 ns01 -Protocol Tcp, Udp -Namespace host -WarningAction SilentlyContinue
            Get-PortAnswer internet 10.10.12.27 8005 | Should -BeExactly 'range 10.10.12.1'
            Get-PortAnswer host 127.0.0.1 8005 Udp | Should -BeExactly 'range 192.168.88.1'
            Get-PortAnswer ns01 2001:db8::27 8005 | Should -BeExactly 'range fd88::1'
            Get-PortAnswer internet 10.10.12.27 8011 | Should -BeNullOrEmpty
            (Get-NetPortMapping 8000-8010 -Protocol Udp -Namespace host).DestinationPort | Should -Be $null, $null
        }

        It 'take a namespace, a pair and rows from the pipeline: <Title>' -ForEach @(
            @{ Title = 'a namespace'; Pipe = { Get-NetNamespace ns01 } }
            @{ Title = 'its name'; Pipe = { 'ns01' } }
            @{ Title = 'a pair'; Pipe = { Get-VethPair veth01 -Namespace ns01 } }
            @{ Title = 'an interface'; Pipe = { Get-NetInterface veth01 -Namespace ns01 } }
            @{ Title = 'a pair from JSON'; Pipe = { Get-VethPair veth01 -Namespace ns01 | ConvertTo-Json -Depth 4 | ConvertFrom-Json } }
        ) {
            (& $Pipe | New-NetPortMapping 8080 -DestinationPort 80 -Namespace host -WarningAction SilentlyContinue).DestinationAddress | Should -BeExactly '192.168.88.11', 'fd88::11'
            (Get-NetPortMapping -Namespace host).DestinationNamespace | Should -BeExactly 'ns01', 'ns01'
        }

        It 'prefer the address of the pair that was piped' {
            ip -n ns01 link add second type bridge
            ip -n ns01 address add 192.168.88.99/32 dev second
            try {
                (Get-NetInterface second -Namespace ns01 | New-NetPortMapping 8080 -Namespace host -WarningAction SilentlyContinue)[0].DestinationAddress | Should -BeExactly '192.168.88.99'
                ('ns01' | New-NetPortMapping 8081 -Namespace host)[0].DestinationAddress | Should -BeExactly '192.168.88.11'
            }
            finally {
                ip -n ns01 link delete second
            }
        }

        It 'come back from what was removed: <Title>' -ForEach @(
            @{ Title = 'objects'; Again = { $input } }
            @{ Title = 'JSON'; Again = { $input | ConvertTo-Json | ConvertFrom-Json } }
            @{ Title = 'CSV'; Again = { $input | ConvertTo-Csv | ConvertFrom-Csv } }
        ) {
            $null = New-NetPortMapping 8080 ns01 -DestinationPort 80 -Protocol Udp -Namespace host -WarningAction SilentlyContinue
            $null = New-NetPortMapping 90-92 -DestinationAddress 192.168.88.12 -ListenAddress 10.10.12.27 -Namespace host -WarningAction SilentlyContinue
            $rules = ip netns exec host nft --stateless list ruleset
            $gone = Get-NetPortMapping -Namespace host | Remove-NetPortMapping -PassThru -WarningAction SilentlyContinue
            $gone | Should -HaveCount 3
            $null = $gone | & $Again | New-NetPortMapping -WarningAction SilentlyContinue
            (ip netns exec host nft --stateless list ruleset | Sort-Object) | Should -BeExactly ($rules | Sort-Object)
        }
    }

    Context 'who has the port' {
        It 'is told where it is another mapping: <Title>' -ForEach @(
            @{ Title = 'the same port'; Wish = { New-NetPortMapping 8080 -DestinationAddress 192.168.88.12 -Namespace host } }
            @{ Title = 'a range around it'; Wish = { New-NetPortMapping 8000-9000 -DestinationAddress 192.168.88.12 -Namespace host } }
            @{ Title = 'one address of it'; Wish = { New-NetPortMapping 8080 -DestinationAddress 192.168.88.12 -ListenAddress 10.10.12.27 -Namespace host } }
            @{ Title = 'one interface of it'; Wish = { New-NetPortMapping 8080 -DestinationAddress 192.168.88.12 -InInterface ens160 -Namespace host } }
            @{ Title = 'another port of the destination'; Wish = { New-NetPortMapping 8080 -DestinationAddress 192.168.88.11 -DestinationPort 81 -Namespace host } }
        ) {
            $null = New-NetPortMapping 8080 ns01 -DestinationPort 80 -Namespace host -WarningAction SilentlyContinue
            Assert-Refused $Wish -Id PortMappingExists -Category ResourceExists -Message '*tcp/8080 leads to 192.168.88.11:80 of namespace ns01*' -Advice '*Get-NetPortMapping 8080 | Remove-NetPortMapping*'
        }

        It 'is told where both listen on one address, or by one interface' {
            $null = New-NetPortMapping 8080 -DestinationAddress 192.168.88.11 -ListenAddress 10.10.12.27 -Namespace host -WarningAction SilentlyContinue
            $null = New-NetPortMapping 8081 -DestinationAddress 192.168.88.11 -InInterface ens160 -Namespace host -WarningAction SilentlyContinue
            Assert-Refused { New-NetPortMapping 8080 -DestinationAddress 192.168.88.12 -ListenAddress 10.10.12.27 -Namespace host } -Id PortMappingExists -Category ResourceExists -Target 'tcp/10.10.12.27:8080'
            Assert-Refused { New-NetPortMapping 8081 -DestinationAddress 192.168.88.12 -InInterface ens160 -Namespace host } -Id PortMappingExists -Category ResourceExists -Target 'tcp/8081%ens160'
            New-NetPortMapping 8081 -DestinationAddress 192.168.88.12 -InInterface br01 -Namespace host -WarningAction SilentlyContinue | Should -HaveCount 1
        }

        It 'is nobody where protocol, family, address or interface differ' {
            $null = New-NetPortMapping 8080 -DestinationAddress 192.168.88.11 -ListenAddress 10.10.12.27 -Namespace host -WarningAction SilentlyContinue
            foreach ($other in @{ Protocol = 'Udp' }, @{ DestinationAddress = 'fd88::12' }, @{ ListenAddress = '192.168.88.1' }, @{ ListenAddress = '127.0.0.1' }) {
                New-NetPortMapping 8080 ns02 @other -Namespace host -WarningAction SilentlyContinue | Where-Object Table -EQ $(if ("$($other.DestinationAddress)".Contains(':')) { 'ip6 vethlab' } else { 'ip vethlab' }) | Should -HaveCount 1
            }
        }

        It 'is told where it is a mapping of Docker''s kind' {
            ip netns exec host iptables -t nat -N DOCKER
            ip netns exec host iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
            ip netns exec host iptables -t nat -A DOCKER -p tcp --dport 8080 -j DNAT --to-destination 192.168.88.12:80
            Assert-Refused { New-NetPortMapping 8080 -DestinationAddress 192.168.88.11 -Namespace host } -Id PortMappingExists -Category ResourceExists -Message '*the chain ip nat DOCKER (iptables-nft (Docker)) translates it already.'
            New-NetPortMapping 8081 -DestinationAddress 192.168.88.11 -Namespace host -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
        }

        It 'is warned of where it is a socket of the namespace itself, over <Protocol>' -ForEach @{ Protocol = 'Tcp' }, @{ Protocol = 'Udp' } {
            $own = Start-PortServer host $Protocol 8080 own
            try {
                Get-Warnings { New-NetPortMapping 8080 -DestinationAddress 192.168.88.11 -DestinationPort 80 -Protocol $Protocol -Namespace host } | Should -Contain "A process of namespace host listens on [::]:8080 itself: what comes to $($Protocol.ToLowerInvariant())/8080 now goes to 192.168.88.11:80 instead."
                Get-PortAnswer internet 10.10.12.27 8080 $Protocol | Should -BeExactly 'web 10.10.12.1'
                Remove-AllMappings
                Get-PortAnswer internet 10.10.12.27 8080 $Protocol | Should -BeExactly 'own 10.10.12.1'
                Get-Warnings { New-NetPortMapping 8081 -DestinationAddress 192.168.88.11 -Protocol $Protocol -Namespace host } | Where-Object { $_ -like '*listens*' } | Should -BeNullOrEmpty
            }
            finally { ip netns pids host | ForEach-Object { Stop-Process -Id $_ -Force } }
        }
    }

    Context 'flows' {
        It 'of UDP that were there before are translated, and afterwards no longer' {
            # A flow that the host's own socket has, kept alive by its client's port.
            $own = Start-PortServer host Udp 8080 own
            try {
                'table ip probe { chain f { type filter hook input priority 0; ct state new counter; }; }' | ip netns exec host nft -f -
                Get-PortAnswer internet 10.10.12.27 8080 Udp -Source 10.10.12.1:5555 | Should -BeExactly 'own 10.10.12.1'
                ip netns exec host conntrack -L -p udp --orig-port-dst 8080 2> $null | Should -Not -BeNullOrEmpty
                New-NetPortMapping 8080 -DestinationAddress 192.168.88.11 -DestinationPort 80 -Protocol Udp -Namespace host -WarningAction SilentlyContinue
                Get-PortAnswer internet 10.10.12.27 8080 Udp -Source 10.10.12.1:5555 | Should -BeExactly 'web 10.10.12.1'
                (Get-NetConnection -Port 5555 -Translated -Namespace host).Translation | Should -BeExactly 'destination 10.10.12.27:8080 -> 192.168.88.11:80'
                Remove-AllMappings
                ip netns exec host conntrack -L -p udp --orig-port-dst 8080 2> $null | Should -BeNullOrEmpty
                Get-PortAnswer internet 10.10.12.27 8080 Udp -Source 10.10.12.1:5555 | Should -BeExactly 'own 10.10.12.1'
            }
            finally { ip netns pids host | ForEach-Object { Stop-Process -Id $_ -Force } }
        }

        It 'are what tcpdump sees on both sides, and are counted' {
            $null = New-NetPortMapping 8080 -DestinationAddress 192.168.88.11 -DestinationPort 80 -Namespace host -WarningAction SilentlyContinue
            $outside = Start-Tcpdump host ens160 'tcp[tcpflags] & tcp-syn != 0'
            $inside = Start-Tcpdump host br01 'tcp[tcpflags] & tcp-syn != 0'
            Get-PortAnswer internet 10.10.12.27 8080 | Should -BeExactly 'web 10.10.12.1'
            (Stop-Tcpdump $outside 2) -join "`n" | Should -BeLike '*IP 10.10.12.1.* > 10.10.12.27.8080: Flags `[S`]*IP 10.10.12.27.8080 > 10.10.12.1.*: Flags `[S.`]*'
            (Stop-Tcpdump $inside 2) -join "`n" | Should -BeLike '*IP 10.10.12.1.* > 192.168.88.11.80: Flags `[S`]*IP 192.168.88.11.80 > 10.10.12.1.*: Flags `[S.`]*'
            $null = Get-PortAnswer host 127.0.0.1 8080
            "$((Get-NetPortMapping -Namespace host).Packets) $((Get-NetPortMapping -Namespace host).Bytes)" | Should -BeExactly '2 120'
        }
    }

    Context 'a FORWARD chain that drops' {
        BeforeEach {
            foreach ($program in 'iptables', 'ip6tables') { ip netns exec host $program -P FORWARD DROP }
        }

        It 'gets rules that iptables lists, at the top, and loses them again (DOCKER-USER: <Docker>)' -ForEach @{ Docker = $false }, @{ Docker = $true } {
            $chain = if ($Docker) { 'DOCKER-USER' } else { 'FORWARD' }
            if ($Docker) { ip netns exec host sh -c 'iptables -N DOCKER-USER; iptables -A FORWARD -j DOCKER-USER' }
            $before = ip netns exec host iptables -S
            Get-Warnings { New-NetPortMapping 8080 -DestinationAddress 192.168.88.11 -DestinationPort 80 -Namespace host } | Should -Contain "iptables' chain $chain would drop, or might drop, packets to 192.168.88.11:80; it got rules that accept them."
            ip netns exec host iptables -S $chain | Where-Object { $_ -like '-A*ACCEPT' } | Should -BeExactly @(
                "-A $chain -d 192.168.88.11/32 -o br01 -p tcp -m tcp --dport 80 -m comment --comment `"vethlab: port tcp/8080`" -j ACCEPT"
                "-A $chain -s 192.168.88.11/32 -i br01 -p tcp -m tcp --sport 80 -m comment --comment `"vethlab: port tcp/8080`" -j ACCEPT"
            )
            Get-PortAnswer internet 10.10.12.27 8080 | Should -BeExactly 'web 10.10.12.1'
            Get-PortAnswer ns02 10.10.12.27 8080 | Should -BeExactly 'web 192.168.88.1'
            # Nothing else passes.
            Get-PortAnswer internet 192.168.88.11 8005 -Seconds 0.5 | Should -BeNullOrEmpty
            Remove-AllMappings
            ip netns exec host iptables -S | Should -BeExactly $before
        }

        It 'of IPv6 as well' {
            $null = New-NetPortMapping 8080 -DestinationAddress fd88::11 -DestinationPort 80 -Protocol Udp -Namespace host -WarningAction SilentlyContinue
            Get-PortAnswer internet 2001:db8::27 8080 Udp | Should -BeExactly 'web 2001:db8::1'
            ip netns exec host ip6tables -S FORWARD | Where-Object { $_ -like '*vethlab*' } | Should -HaveCount 2
        }

        It 'stays as it is where its rules accept the packets anyway' {
            ip netns exec host iptables -A FORWARD -j ACCEPT
            $before = ip netns exec host iptables -S
            $null = New-NetPortMapping 8080 -DestinationAddress 192.168.88.11 -DestinationPort 80 -Namespace host -WarningAction SilentlyContinue
            ip netns exec host iptables -S | Should -BeExactly $before
            Get-PortAnswer internet 10.10.12.27 8080 | Should -BeExactly 'web 10.10.12.1'
        }

        It 'of another table is an error that names chain and rule' {
            'table inet wall { chain forward { type filter hook forward priority 10; tcp dport 80 counter drop; }; }' | ip netns exec host nft -f -
            Assert-Refused { New-NetPortMapping 8080 -DestinationAddress 192.168.88.11 -DestinationPort 80 -Namespace host } -Id ForwardingBlocked -Category ResourceUnavailable -Target 'tcp/8080' -Message '*''tcp dport 80 counter drop'' in the chain inet wall forward (unknown)*'
        }
    }

    Context 'what is shared' {
        It 'is given back with the last that needs it' {
            Set-BridgeFilter 1
            $before = Get-VethLabBaseline host
            Enable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue
            $with = Get-VethLabBaseline host
            $null = New-NetPortMapping 8080 ns01 -DestinationPort 80 -Namespace host -WarningAction SilentlyContinue
            $null = New-NetPortMapping 8081 ns01 -DestinationPort 80 -Namespace host -WarningAction SilentlyContinue
            Get-Masquerade -Namespace host | Should -HaveCount 1
            Assert-Refused { Disable-NetForwarding -Namespace host } -Id ForwardingInUse -Category ResourceBusy
            Get-NetPortMapping 8080 -Namespace host | Remove-NetPortMapping
            Get-PortAnswer host 127.0.0.1 8081 | Should -BeExactly 'web 192.168.88.1'
            Get-PortAnswer ns01 10.10.12.27 8081 | Should -BeExactly 'web 192.168.88.1'
            # One family goes, the other keeps the port's hairpin mode.
            Get-NetPortMapping -Namespace host | Where-Object Table -EQ 'ip vethlab' | Remove-NetPortMapping
            Get-PortAnswer ns01 2001:db8::27 8081 | Should -BeExactly 'web fd88::1'
            Remove-AllMappings
            Compare-VethLabBaseline $with | Should -BeNullOrEmpty
            $null = New-NetPortMapping 8080 ns01 -DestinationPort 80 -Namespace host -WarningAction SilentlyContinue
            Disable-Masquerade br01 -Namespace host
            Get-Sysctl host ipv4/ip_forward | Should -BeExactly '1'
            Get-PortAnswer internet 10.10.12.27 8080 | Should -BeExactly 'web 10.10.12.1'
            Remove-AllMappings
            Compare-VethLabBaseline $before | Should -BeNullOrEmpty
        }

        It 'is not missed when the bridge is gone' {
            ip -n host link add br09 type bridge
            ip -n host address add 10.9.0.1/24 dev br09
            ip -n host address add fd99::1/64 nodad dev br09
            ip -n host link set br09 up
            $null = '10.9.0.5', 'fd99::5' | ForEach-Object { New-NetPortMapping 8080 -DestinationAddress $_ -Namespace host -WarningAction SilentlyContinue }
            ip -n host link delete br09
            $errors = Get-ErrorsOf { Get-NetPortMapping -Namespace host | Remove-NetPortMapping -WarningAction SilentlyContinue }
            $errors | Should -BeNullOrEmpty
            ip netns exec host nft list ruleset | Should -BeNullOrEmpty
        }

        It 'is not touched where it was so before' {
            Set-BridgeFilter 1
            Set-Sysctl host ipv4/conf/br01/route_localnet 1
            ip netns exec host bridge link set dev br-veth01 hairpin on
            Set-Sysctl host ipv4/ip_forward 1
            $before = Get-VethLabBaseline host
            try {
                $null = New-NetPortMapping 8080 -DestinationAddress 192.168.88.11 -DestinationNamespace ns01 -DestinationPort 80 -Namespace host
                Get-PortAnswer host 127.0.0.1 8080 | Should -BeExactly 'web 192.168.88.1'
                Remove-AllMappings
                Compare-VethLabBaseline $before | Should -BeNullOrEmpty
            }
            finally {
                Set-Sysctl host ipv4/conf/br01/route_localnet 0
                ip netns exec host bridge link set dev br-veth01 hairpin off
            }
        }
    }
}
