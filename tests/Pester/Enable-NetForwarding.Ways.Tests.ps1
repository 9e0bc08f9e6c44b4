# Enable-NetForwarding: the least that works for what it finds, a probe that proves it, and everything given back.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/TutorialHost.ps1
    $quiet = @{ Namespace = 'host'; WarningAction = 'SilentlyContinue' }

    function Test-Ping([string] $From, [string] $To) { "$(ip netns exec $From ping -c 1 -W 0.4 $To)" -like '*1 received*' }
    function Set-Rules([string] $Text) { $Text | ip netns exec host nft -f - }
}

Describe 'Enable-NetForwarding' {
    BeforeAll {
        New-TutorialHost
        Add-TutorialBridge
        ip -n internet route add 192.168.88.0/24 via 10.10.12.27
        ip netns add router
    }
    BeforeEach {
        foreach ($key in 'bridge-nf-call-iptables', 'bridge-nf-call-ip6tables') { Set-Sysctl host bridge/$key 1 }
        Set-Sysctl host ipv4/ip_forward 0
        $before = Get-VethLabBaseline host
    }
    AfterEach {
        $null = Get-ErrorsOf { Disable-NetForwarding br01 @quiet }
        Get-NetForwarding host | Where-Object IsEnabledByVethLab | Disable-NetForwarding -WarningAction SilentlyContinue
        ip netns exec host nft flush ruleset
        Set-Sysctl host ipv4/ip_forward 0
    }
    AfterAll {
        ip netns delete router
        Remove-TutorialNamespaces
    }

    Context 'what it leaves alone' {
        It 'is iptables'' FORWARD chain where that accepts the bridge anyway: <Rules>' -ForEach @(
            @{ Rules = @('-P FORWARD ACCEPT') }
            @{ Rules = '-P FORWARD DROP', '-A FORWARD -j ACCEPT' }
            @{ Rules = '-P FORWARD DROP', '-A FORWARD -i br01 -j ACCEPT', '-A FORWARD -o br01 -j ACCEPT' }
        ) {
            foreach ($rule in $Rules) { ip netns exec host sh -c "iptables $rule" }
            $chains = ip netns exec host iptables -S
            Enable-NetForwarding br01 @quiet
            ip netns exec host iptables -S | Should -BeExactly $chains
            Test-Ping ns01 192.168.88.12 | Should -BeTrue
            Test-Ping ns01 114.114.114.114 | Should -BeTrue
            (Get-NetForwarding host).EnabledBridges | Should -BeExactly 'br01'
        }

        It 'is a native chain with the policy drop whose rules let the bridge pass' {
            Set-Rules 'table inet fw { chain forward { type filter hook forward priority 0; policy drop; iifname "br01" accept; oifname "br01" accept; }; }'
            Get-ErrorsOf { Enable-NetForwarding br01 @quiet } | Should -BeNullOrEmpty
            Test-Ping ns01 114.114.114.114 | Should -BeTrue
        }
    }

    Context 'what no rule can overrule' {
        It 'is named with its chain, its rule and its owner: <Says>' -ForEach @(
            @{ Rules = 'table inet fw { chain forward { type filter hook forward priority 10; iifname "br01" counter drop; }; }'; Says = '*''iifname "br01" counter drop'' in the chain inet fw forward (unknown)*' }
            @{ Rules = 'table inet firewalld { chain filter_FORWARD { type filter hook forward priority 10; jump inner; }; chain inner { oifname "br01" reject; }; }'; Says = '*''oifname "br01" reject'' in inner, which the chain inet firewalld filter_FORWARD (firewalld) leads to*' }
            @{ Rules = 'table ip fw { chain forward { type filter hook forward priority 0; policy drop; }; }'; Says = '*the policy drop of the chain ip fw forward (unknown)*' }
            @{ Rules = 'table bridge b { chain forward { type filter hook forward priority 0; iifname "br01" drop; }; }'; Says = '*in the chain bridge b forward (unknown)*' }
        ) {
            ip netns exec host iptables -P FORWARD DROP
            Set-Rules $Rules
            Assert-Refused { Enable-NetForwarding br01 -Namespace host } ForwardingBlocked ResourceUnavailable br01 -Message $Says
        }

        It 'is kept from bridged packets with consent, in the whole namespace, and met again afterwards' {
            Set-Rules 'table ip fw { chain forward { type filter hook forward priority 0; policy drop; }; }'
            $with = Get-VethLabBaseline host
            (Get-FirstError { Enable-NetForwarding br01 -Namespace host }).ErrorDetails.RecommendedAction | Should -BeLike '*-BypassBridgeNetfilter*'
            Test-Ping ns01 192.168.88.12 | Should -BeFalse
            $warnings = Get-Warnings { Enable-NetForwarding br01 -BypassBridgeNetfilter -NoProbe -Namespace host }
            $warnings | Should -Contain 'net.bridge.bridge-nf-call-iptables was 1 in namespace host and is 0: no bridge there passes its packets to iptables any more.'
            $warnings -like 'IPv4 packets from br01 to ens160 are still dropped by the policy drop of the chain ip fw forward (unknown)*' | Should -Not -BeNullOrEmpty
            Test-Ping ns01 192.168.88.12 | Should -BeTrue
            Test-Ping ns01 114.114.114.114 | Should -BeFalse
            Disable-NetForwarding br01 @quiet
            Compare-VethLabBaseline $with | Should -BeNullOrEmpty
        }

        It 'is no reason for it where nothing drops' {
            ip netns exec host iptables -P FORWARD DROP
            Enable-NetForwarding br01 -BypassBridgeNetfilter @quiet
            Get-Sysctl host bridge/bridge-nf-call-iptables | Should -BeExactly '1'
            Test-Ping ns01 192.168.88.12 | Should -BeTrue
        }

        It 'is told where it is not known' {
            Set-Rules 'table ip fw { chain forward { type filter hook forward priority 0; ip saddr 10.0.0.0/8 drop; }; }'
            @(Get-Warnings { Enable-NetForwarding br01 -NoProbe -Namespace host }) -like 'It cannot be told whether*''ip saddr 10.0.0.0/8 drop''*' | Should -Not -BeNullOrEmpty
        }
    }

    Context 'settings' {
        It 'of one interface are turned on, and given back' {
            Set-Sysctl host ipv4/ip_forward 1
            Set-Sysctl host ipv4/conf/br01/forwarding 0
            $without = Get-VethLabBaseline host
            try {
                (Get-NetForwarding host).NotForwarding | Should -BeExactly 'br01'
                @((Get-NetForwarding host).Findings) -like '*br01 are not routed*' | Should -HaveCount 1
                Test-Ping ns01 114.114.114.114 | Should -BeFalse
                Get-Warnings { Enable-NetForwarding br01 -Namespace host } | Should -Contain 'IPv4 forwarding of br01 alone was off in namespace host and is turned on.'
                Test-Ping ns01 114.114.114.114 | Should -BeTrue
                Disable-NetForwarding br01 @quiet
                Compare-VethLabBaseline $without | Should -BeNullOrEmpty
            }
            finally { Set-Sysctl host ipv4/conf/br01/forwarding 1 }
        }

        It 'of IPv6 are turned on with -IPv6, and given back (<Title>)' -ForEach @{ Title = 'namespace'; With = @{} }, @{ Title = 'bridge'; With = @{ Bridge = 'br01' } } {
            Enable-NetForwarding @With -IPv6 @quiet
            Get-Sysctl host ipv6/conf/all/forwarding | Should -BeExactly '1'
            Get-Warnings { Enable-NetForwarding @With -IPv6 -Namespace host } | Should -BeLike '*already*'
            Disable-NetForwarding @With @quiet
            Compare-VethLabBaseline $before | Should -BeNullOrEmpty
        }

        It 'are said to be on only when they are' {
            # A step after the one that turns forwarding on fails: the chain is there, at another place.
            Set-Rules 'table ip vethlab { chain prerouting { type filter hook prerouting priority 5; counter; }; }'
            $with = Get-VethLabBaseline host
            $warnings = Get-Warnings { Get-ErrorsOf { New-NetPortMapping 8080 -DestinationAddress 192.168.88.11 -Namespace host -ListenAddress 10.10.12.27 } | Should -HaveCount 1 }
            $warnings | Should -BeNullOrEmpty
            Compare-VethLabBaseline $with | Should -BeNullOrEmpty
        }
    }

    Context 'a probe' {
        It 'proves what is bridged and what is routed' {
            ip netns exec host iptables -P FORWARD DROP
            $state = Enable-NetForwarding br01 @quiet -PassThru
            $state.Probes | Should -HaveCount 2
            $state.Probes[0] | Should -BeLike 'bridged: ns0? 192.168.88.1? -> 192.168.88.1?: reply*'
            $state.Probes[1] | Should -BeLike 'routed: ns0? 192.168.88.1? -> 10.10.12.1: reply*'
            (ip netns exec host iptables -vxnL FORWARD | Where-Object { $_ -like '*vethlab br01*' } | ForEach-Object { [int] ($_ -split ' +' -ne '')[0] } | Measure-Object -Sum).Sum | Should -BeGreaterThan 2
            Get-Warnings { Enable-NetForwarding br01 -Namespace host } | Where-Object { $_ -like '*probe*' } | Should -BeNullOrEmpty
        }

        It 'that is not answered proves nothing, and says so' {
            'table ip deaf { chain in { type filter hook input priority 0; icmp type echo-request drop; }; }' | ip netns exec ns02 nft -f -
            'table ip deaf { chain in { type filter hook input priority 0; icmp type echo-request drop; }; }' | ip netns exec ns01 nft -f -
            try {
                @(Get-Warnings { Enable-NetForwarding br01 -Namespace host }) -like 'The probe does not prove it, bridged: ns0?*no answer*Test-NetPath 192.168.88.1? -Namespace ns0?*' | Should -HaveCount 1
            }
            finally { foreach ($name in 'ns01', 'ns02') { ip netns exec $name nft flush ruleset } }
        }

        It 'is not claimed where there is nothing to send it between' {
            $state = Enable-NetForwarding -Namespace router -PassThru -WarningAction SilentlyContinue
            $state.Probes | Should -BeNullOrEmpty
            Disable-NetForwarding -Namespace router -WarningAction SilentlyContinue
            Get-VerboseLines { Enable-NetForwarding -Namespace router -Verbose -WarningAction SilentlyContinue } | Should -Contain 'Nothing was sent through: namespace router leads to no two namespaces that a probe could go between.'
            Disable-NetForwarding -Namespace router -WarningAction SilentlyContinue
        }

        It 'is not sent with -NoProbe' {
            (Enable-NetForwarding br01 @quiet -NoProbe -PassThru).Probes | Should -BeNullOrEmpty
        }
    }
}
