# Enable-NetForwarding: row 8 of the experiment. FORWARD has the policy DROP, bridge netfilter is on, and still what a bridge carries passes.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/TutorialHost.ps1
    $quiet = @{ Namespace = 'host'; WarningAction = 'SilentlyContinue' }

    function Test-Ping([string] $From, [string] $To) { "$(ip netns exec $From ping -c 1 -W 0.4 $To)" -like '*1 received*' }

    # What the kernel keeps of a table: nft's description of it, and the expressions themselves; without the numbers that differ.
    function Get-TableBytes([string] $Family) {
        (ip netns exec host nft -j list table $Family filter 2>&1) -replace '"handle": \d+', ''
        (ip netns exec host nft --debug=netlink list table $Family filter 2>&1) -replace "^($Family filter FORWARD) \d+( \d+)*", '$1' | Where-Object { $_ }
    }
}

Describe 'Enable-NetForwarding' {
    BeforeAll {
        New-TutorialHost
        Add-TutorialBridge
        ip -n internet route add 192.168.88.0/24 via 10.10.12.27
        foreach ($key in 'bridge-nf-call-iptables', 'bridge-nf-call-ip6tables') { Set-Sysctl host bridge/$key 1 }
    }
    AfterEach {
        ip netns exec host nft flush ruleset
        Set-Sysctl host ipv4/ip_forward 0
    }
    AfterAll { Remove-TutorialNamespaces }

    Context 'a namespace' {
        It 'turns forwarding on, says so and records what was' {
            Get-Warnings { Enable-NetForwarding -Namespace host } | Should -BeExactly 'IPv4 forwarding was off in namespace host and is turned on.'
            Get-Sysctl host ipv4/ip_forward | Should -BeExactly '1'
            (Get-NftJson host rule 'chain ip vethlab records').comment | Should -Contain 'was net/ipv4/ip_forward=0'
            Test-Ping ns01 114.114.114.114 | Should -BeTrue
        }

        It 'records that it is in force where forwarding is on already' {
            Set-Sysctl host ipv4/ip_forward 1
            Get-Warnings { Enable-NetForwarding -Namespace host } | Should -BeNullOrEmpty
            (Get-NetForwarding host).IsEnabledByVethLab | Should -BeTrue
        }

        It 'changes nothing a second time, and says so' {
            Enable-NetForwarding @quiet
            $before = Get-KernelState host
            Get-Warnings { Enable-NetForwarding -Namespace host } | Should -BeExactly 'Forwarding of namespace host is enabled already; nothing was changed.'
            Get-KernelState host | Should -BeExactly $before
        }

        It 'returns the new state with -PassThru' {
            Enable-NetForwarding @quiet | Should -BeNullOrEmpty
            (Enable-NetForwarding @quiet -PassThru).IPv4 | Should -BeTrue
        }

        It 'changes nothing with -WhatIf' {
            $before = Get-KernelState host
            Enable-NetForwarding -Namespace host -WhatIf
            Enable-NetForwarding br01 -Namespace host -WhatIf
            Get-KernelState host | Should -BeExactly $before
        }
    }

    Context 'a bridge, under the policy DROP of iptables' {
        BeforeEach { ip netns exec host iptables -P FORWARD DROP }

        It 'lets bridged packets pass that the policy kills' {
            Test-Ping ns01 192.168.88.12 | Should -BeFalse -Because 'bridge netfilter hands bridged packets to FORWARD'
            Enable-NetForwarding br01 @quiet
            Test-Ping ns01 192.168.88.12 | Should -BeTrue
            Test-Ping ns02 192.168.88.11 | Should -BeTrue
        }

        It 'lets routed packets pass, out and back' {
            Set-Sysctl host ipv4/ip_forward 1
            Test-Ping ns01 114.114.114.114 | Should -BeFalse
            Enable-NetForwarding br01 @quiet
            Test-Ping ns01 114.114.114.114 | Should -BeTrue
        }

        It 'leaves a chain that iptables lists, with both rules' {
            Enable-NetForwarding br01 @quiet
            $listed = ip netns exec host iptables -S FORWARD
            $LASTEXITCODE | Should -Be 0
            $listed | Should -Be '-P FORWARD DROP', '-A FORWARD -i br01 -m comment --comment "vethlab br01" -j ACCEPT', '-A FORWARD -o br01 -m comment --comment "vethlab br01" -j ACCEPT'
            ip netns exec host iptables-save | Out-String | Should -Not -BeLike '*incompatible*'
        }

        It 'writes expression by expression and byte by byte what iptables-nft writes, with the comment beside them' {
            # iptables-nft 1.8 keeps a comment as a match of its own (and so needs xt_comment); it reads one beside the rule as well.
            foreach ($way in '-o', '-i') { ip netns exec host iptables -I FORWARD $way br01 -j ACCEPT }
            $theirs = Get-TableBytes ip
            ip netns exec host iptables -F FORWARD
            Enable-NetForwarding br01 @quiet -NoProbe
            $theirs | Out-String | Should -BeLike '*meta load iifname*0x31307262 0x00000000*'
            (Get-TableBytes ip) -notmatch '^  userdata = ' -replace '"comment": "vethlab br01", ' -replace ' comment "vethlab br01"' | Should -BeExactly $theirs
        }

        It 'lists as its -Verbose commands make it list' {
            $commands = Get-VerboseLines { Enable-NetForwarding br01 @quiet -Verbose } | Where-Object { $_ -like '*iptables*' }
            $commands | Should -HaveCount 2
            $ours = ip netns exec host iptables -S
            ip netns exec host iptables -F FORWARD
            foreach ($command in $commands) { sh -c $command }
            ip netns exec host iptables -S | Should -BeExactly $ours
        }

        It 'recognises rules that those commands made, adds none, and takes them out again' {
            foreach ($way in '-o', '-i') { ip netns exec host iptables -I FORWARD $way br01 -m comment --comment 'vethlab br01' -j ACCEPT }
            Enable-NetForwarding br01 @quiet
            @(ip netns exec host iptables -S FORWARD) | Should -HaveCount 3
            Disable-NetForwarding br01 @quiet
            ip netns exec host iptables -S FORWARD | Should -BeExactly '-P FORWARD DROP'
        }

        It 'puts its rules first, before what drops' {
            ip netns exec host iptables -A FORWARD -i br01 -j DROP
            Enable-NetForwarding br01 @quiet
            Test-Ping ns01 192.168.88.12 | Should -BeTrue
        }

        It 'prefers DOCKER-USER, where Docker made that' {
            ip netns exec host iptables -N DOCKER-USER
            ip netns exec host iptables -A DOCKER-USER -j RETURN
            ip netns exec host iptables -A FORWARD -j DOCKER-USER
            Enable-NetForwarding br01 @quiet
            ip netns exec host iptables -S DOCKER-USER | Should -Be '-N DOCKER-USER', '-A DOCKER-USER -i br01 -m comment --comment "vethlab br01" -j ACCEPT', '-A DOCKER-USER -o br01 -m comment --comment "vethlab br01" -j ACCEPT', '-A DOCKER-USER -j RETURN'
            ip netns exec host iptables -S FORWARD | Should -Be '-P FORWARD DROP', '-A FORWARD -j DOCKER-USER'
            Test-Ping ns01 192.168.88.12 | Should -BeTrue
        }

        It 'does the same for IPv6 where ip6tables has its chain' {
            ip netns exec host ip6tables -P FORWARD DROP
            foreach ($number in 1, 2) { ip -n ns0$number address add fd88::1$number/64 nodad dev veth0$number }
            Test-Ping ns01 fd88::12 | Should -BeFalse
            Enable-NetForwarding br01 @quiet
            ip netns exec host ip6tables -S FORWARD | Should -Be '-P FORWARD DROP', '-A FORWARD -i br01 -m comment --comment "vethlab br01" -j ACCEPT', '-A FORWARD -o br01 -m comment --comment "vethlab br01" -j ACCEPT'
            # Neighbours are asked for once a second.
            Wait-Until { Test-Ping ns01 fd88::12 } | Should -BeTrue
            foreach ($number in 1, 2) { ip -n ns0$number address delete fd88::1$number/64 dev veth0$number }
        }

        It 'touches IPv6 not where ip6tables has no chain' {
            Enable-NetForwarding br01 @quiet
            ip netns exec host nft list tables | Should -Be 'table ip filter', 'table ip vethlab'
        }

        It 'changes nothing a second time, and says so' {
            Enable-NetForwarding br01 @quiet
            $before = Get-KernelState host
            Get-Warnings { Enable-NetForwarding br01 -Namespace host } | Should -BeExactly 'Forwarding of br01 in namespace host is enabled already; nothing was changed.'
            Get-KernelState host | Should -BeExactly $before
        }

        It 'puts back what somebody flushed' {
            Enable-NetForwarding br01 @quiet
            ip netns exec host iptables -F FORWARD
            Enable-NetForwarding br01 @quiet
            @(ip netns exec host iptables -S FORWARD) | Should -HaveCount 3
        }

        It 'takes a bridge from the pipeline, and says for which it is in force' {
            $state = Get-NetBridge br01 -Namespace host | Enable-NetForwarding -PassThru -WarningAction SilentlyContinue
            $state.EnabledBridges | Should -BeExactly 'br01'
            $state.IsEnabledByVethLab | Should -BeFalse
        }

        It 'works for two bridges' {
            ip -n host link add br02 type bridge
            Enable-NetForwarding br01, br02 @quiet
            ip -n host link delete br02
            (Get-NetForwarding host).EnabledBridges | Should -Be 'br01', 'br02'
            @(ip netns exec host iptables -S FORWARD) | Should -HaveCount 5
        }
    }

    Context 'where no rule of ours can help' {
        It 'refuses, names <Table> and its owner, and changes nothing' -ForEach @(
            @{ Table = 'inet fw forward (unknown)'; Text = 'table inet fw { chain forward { type filter hook forward priority 0; policy drop; }; }' }
            @{ Table = 'inet firewalld filter_FORWARD (firewalld)'; Text = 'table inet firewalld { chain filter_FORWARD { type filter hook forward priority 10; policy drop; }; }' }
            @{ Table = 'bridge br forward (unknown)'; Text = 'table bridge br { chain forward { type filter hook forward priority 0; policy drop; }; }' }
            @{ Table = 'ip fw forward (unknown)'; Text = 'table ip fw { chain forward { type filter hook forward priority -300; policy drop; }; }' }
        ) {
            ip netns exec host iptables -P FORWARD DROP
            $Text | ip netns exec host nft -f -
            $sysctls = Get-AllSysctls host
            Assert-Refused { Enable-NetForwarding br01 -Namespace host } ForwardingBlocked ResourceUnavailable br01
            (Get-FirstError { Enable-NetForwarding br01 -Namespace host }).Exception.Message | Should -BeLike "*$Table*"
            Get-AllSysctls host | Should -BeExactly $sysctls
        }

        It 'warns of legacy iptables, and leaves that as it is' -Skip:(-not [System.IO.File]::Exists('/proc/thread-self/net/ip_tables_names')) {
            ip netns add ns03
            ip -n ns03 link add br01 type bridge
            $null = ip netns exec ns03 iptables-legacy -P FORWARD DROP
            $before = ip netns exec ns03 iptables-legacy -S
            @(Get-Warnings { Enable-NetForwarding br01 -Namespace ns03 }) -like 'Legacy iptables has tables here*iptables-legacy-save*' | Should -HaveCount 1
            ip netns exec ns03 iptables-legacy -S | Should -BeExactly $before
            ip netns delete ns03
        }
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'a bridge that is not there'; Bridge = 'br77'; Id = 'BridgeNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'what is no bridge'; Bridge = 'ens160'; Id = 'NotABridge'; Category = 'InvalidType' }
        @{ What = 'an impossible name'; Bridge = 'a-name-longer-than-15'; Id = 'InvalidName'; Category = 'InvalidArgument' }
    ) {
        Assert-Refused { Enable-NetForwarding $Bridge -Namespace host } $Id $Category $Bridge
    }

    It 'enables the others when one is refused' {
        ip netns exec host iptables -P FORWARD DROP
        Enable-NetForwarding br77, br01 @quiet -ErrorVariable refused -ErrorAction SilentlyContinue
        (Get-NetForwarding host).EnabledBridges | Should -BeExactly 'br01'
        $refused.TargetObject | Should -BeExactly 'br77'
    }
}
