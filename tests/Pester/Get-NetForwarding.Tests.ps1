# Get-NetForwarding: base chains at the forward hook, whoever made them, and the settings beside them.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    function Get-ChainTexts { (Get-NetForwarding lab).Chains | ForEach-Object { "$($_.Family) $($_.Table) $($_.Chain) $($_.Priority) $($_.Policy) $($_.RuleCount) $($_.Owner)" } }
    function Add-Table([string] $Text) { $Text | ip netns exec lab nft -f - }
}

Describe 'Get-NetForwarding' {
    BeforeEach { ip netns add lab }
    AfterEach { ip netns delete lab }

    It 'reads the settings as the kernel has them' -ForEach @(
        @{ Property = 'IPv4'; Key = 'ipv4/ip_forward' }
        @{ Property = 'IPv6'; Key = 'ipv6/conf/all/forwarding' }
        @{ Property = 'BridgeCallsIptables'; Key = 'bridge/bridge-nf-call-iptables' }
        @{ Property = 'BridgeCallsIp6tables'; Key = 'bridge/bridge-nf-call-ip6tables' }
    ) {
        ip -n lab link add br01 type bridge
        foreach ($value in '1', '0') {
            Set-Sysctl lab $Key $value
            (Get-NetForwarding lab).$Property | Should -Be ($value -eq '1')
        }
    }

    It 'makes nothing by looking' {
        $before = Get-KernelState lab
        (Get-NetForwarding lab).Chains | Should -BeNullOrEmpty
        Get-KernelState lab | Should -BeExactly $before
        ip netns exec lab nft list tables | Should -BeNullOrEmpty
    }

    It 'lists the chain of iptables with policy, rules and owner' {
        ip netns exec lab iptables -P FORWARD DROP
        ip netns exec lab iptables -A FORWARD -i eth0 -j ACCEPT
        Get-ChainTexts | Should -BeExactly 'ip filter FORWARD 0 drop 1 iptables-nft'
        ip netns exec lab iptables -P FORWARD ACCEPT
        ip netns exec lab ip6tables -P FORWARD DROP
        Get-ChainTexts | Sort-Object | Should -Be 'ip filter FORWARD 0 accept 1 iptables-nft', 'ip6 filter FORWARD 0 drop 0 iptables-nft'
    }

    It 'knows by its chains that <Owner> uses the table of iptables' -ForEach @(
        @{ Chain = 'DOCKER-USER'; Owner = 'iptables-nft (Docker)' }
        @{ Chain = 'KUBE-FORWARD'; Owner = 'iptables-nft (Kubernetes)' }
        @{ Chain = 'ufw-before-forward'; Owner = 'iptables-nft (ufw)' }
        @{ Chain = 'LIBVIRT_FWO'; Owner = 'iptables-nft (libvirt)' }
    ) {
        ip netns exec lab iptables -N $Chain
        ip netns exec lab iptables -P FORWARD DROP
        (Get-NetForwarding lab).Chains.Owner | Should -BeExactly $Owner
    }

    It 'knows by its name that table <Table> is <Owner>''s' -ForEach @(
        @{ Table = 'inet firewalld'; Chain = 'filter_FORWARD'; Priority = 10; Owner = 'firewalld' }
        @{ Table = 'ip netavark'; Chain = 'forward'; Priority = 0; Owner = 'Podman' }
        @{ Table = 'ip libvirt_network'; Chain = 'forward'; Priority = 0; Owner = 'libvirt' }
        @{ Table = 'ip docker-bridges'; Chain = 'filter-FORWARD'; Priority = 0; Owner = 'Docker' }
        @{ Table = 'ip vethlab'; Chain = 'forward'; Priority = 0; Owner = 'VethLab' }
        @{ Table = 'ip vethlab-tutorial'; Chain = 'forward'; Priority = 0; Owner = 'VethLab' }
        @{ Table = 'inet myfirewall'; Chain = 'forward'; Priority = -5; Owner = 'unknown' }
        @{ Table = 'inet filter'; Chain = 'forward'; Priority = 0; Owner = 'unknown' }
        @{ Table = 'bridge filter'; Chain = 'FORWARD'; Priority = -200; Owner = 'iptables-nft' }
    ) {
        Add-Table "table $Table { chain $Chain { type filter hook forward priority $Priority; policy accept; }; }"
        Get-ChainTexts | Should -BeExactly "$Table $Chain $Priority accept 0 $Owner"
    }

    It 'lists them in the order in which packets meet them, and only those at the forward hook' {
        Add-Table @'
table inet a { chain late { type filter hook forward priority 50; policy drop; counter; counter; };
               chain input { type filter hook input priority 0; policy drop; };
               chain plain { counter; }; }
table ip b { chain first { type filter hook forward priority -100; }; }
table ip6 c { chain middle { type filter hook forward priority 7; policy accept; }; }
'@
        Get-ChainTexts | Should -Be 'ip b first -100 accept 0 unknown', 'ip6 c middle 7 accept 0 unknown', 'inet a late 50 drop 2 unknown'
        $told = Get-NftJson lab chain | Where-Object hook -EQ forward | Sort-Object prio | ForEach-Object { "$($_.family) $($_.table) $($_.name) $($_.prio) $($_.policy)" }
        Get-ChainTexts | ForEach-Object { $_ -replace ' \d+ \w+$' } | Should -BeExactly $told
    }

    It 'knows the process that a table''s owner flag names' {
        $start = [System.Diagnostics.ProcessStartInfo]::new('ip')
        'netns', 'exec', 'lab', 'nft', '-i' | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardInput = $true
        $start.RedirectStandardOutput = $true
        $nft = [System.Diagnostics.Process]::Start($start)
        try {
            $nft.StandardInput.WriteLine('table ip mine { flags owner; chain forward { type filter hook forward priority 3; policy drop; }; }')
            Wait-Until { (Get-NetForwarding lab).Chains.Count -eq 1 } | Should -BeTrue
            Get-ChainTexts | Should -BeExactly "ip mine forward 3 drop 0 nft (process $($nft.Id))"
        }
        finally {
            $nft.StandardInput.Close()
            $nft.WaitForExit()
            $nft.Dispose()
        }
        Wait-Until { (Get-NetForwarding lab).Chains.Count -eq 0 } | Should -BeTrue
    }

    Context 'findings' {
        It 'name the sysctl where IPv4 is not forwarded' {
            (Get-NetForwarding lab).Findings | Should -BeLike 'ip_forward is 0*Enable-NetForwarding*'
            Set-Sysctl lab ipv4/ip_forward 1
            (Get-NetForwarding lab).Findings | Should -BeNullOrEmpty
        }

        It 'name chain, policy, owner and sysctl where bridged packets die' {
            ip -n lab link add br01 type bridge
            Set-Sysctl lab ipv4/ip_forward 1
            Set-Sysctl lab bridge/bridge-nf-call-iptables 1
            ip netns exec lab iptables -P FORWARD DROP
            (Get-NetForwarding lab).Findings | Should -BeLike 'ip filter FORWARD (iptables-nft) has the policy drop*bridge-nf-call-iptables is 1, bridged ones too*Enable-NetForwarding -Bridge*'
            Set-Sysctl lab bridge/bridge-nf-call-iptables 0
            (Get-NetForwarding lab).Findings | Should -BeLike '*has the policy drop: routed packets*'
        }

        It 'say of a native table that nothing elsewhere overrules it' {
            Set-Sysctl lab ipv4/ip_forward 1
            Add-Table 'table inet fw { chain forward { type filter hook forward priority 0; policy drop; }; }'
            (Get-NetForwarding lab).Findings | Should -BeLike 'inet fw forward (unknown) has the policy drop*No rule elsewhere can overrule it*'
        }

        It 'report tables of legacy iptables with what to do, and leave them as they are' -Skip:(-not [System.IO.File]::Exists('/proc/thread-self/net/ip_tables_names')) {
            Set-Sysctl lab ipv4/ip_forward 1
            (Get-NetForwarding lab).LegacyTables | Should -BeNullOrEmpty
            $null = ip netns exec lab iptables-legacy -P FORWARD DROP
            $before = ip netns exec lab iptables-legacy -S
            $state = Get-NetForwarding lab
            $state.LegacyTables | Should -BeExactly 'iptables filter'
            $state.Findings | Should -BeLike 'Legacy iptables has tables here (iptables filter)*iptables-legacy -S FORWARD*iptables-legacy-save*'
            ip netns exec lab iptables-legacy -S | Should -BeExactly $before
        }
    }

    It 'reads several namespaces, by name and from the pipeline' {
        ip netns add lab02
        Set-Sysctl lab02 ipv4/ip_forward 1
        (Get-NetForwarding lab, lab02).IPv4 | Should -Be $false, $true
        ('lab', 'lab02' | Get-NetForwarding).Namespace | Should -Be 'lab', 'lab02'
        (Get-NetNamespace lab, lab02 | Get-NetForwarding).Name | Should -Be 'lab', 'lab02'
        (Invoke-NetNamespace lab02 { Get-NetForwarding }).Namespace | Should -BeExactly 'lab02'
        ip netns delete lab02
    }

    It 'reads the namespace of an interface that is piped in' {
        (Get-NetInterface lo -Namespace lab | Get-NetForwarding).Namespace | Should -BeExactly 'lab'
    }

    It 'shows a table, a list, and its chains as a table' {
        ip netns exec lab iptables -P FORWARD DROP
        $state = Get-NetForwarding lab
        $state | Format-Table | Out-String -Width 160 | Should -Match 'lab +off +off +(yes|no|no br_netfilter) +ip filter FORWARD \(drop\)'
        $state | Format-List | Out-String -Width 160 | Should -Match '(?s)Chains +: ip filter FORWARD \(drop\).*Findings +: ip_forward is 0'
        $state.Chains | Format-Table | Out-String -Width 160 | Should -Match 'forward ip +filter FORWARD filter filter \(0\) drop +0 iptables-nft'
    }

    It 'says that there is no such namespace' {
        Assert-Refused { Get-NetForwarding nowhere } NamespaceNotFound ObjectNotFound nowhere
    }
}
