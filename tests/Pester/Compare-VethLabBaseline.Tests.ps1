BeforeDiscovery {
    # Each change by a program that knows nothing of VethLab, and what is to be told of it: change, kind, item, and what its values are like.
    $changes = @(
        @{ What = 'a link'; Change = { ip -n base link add d0 type bridge }; Told = @('Added Link d0') }
        @{ What = 'a link that is gone'; Change = { ip -n base link delete veth03 }; Told = 'Removed Link veth03', 'Removed Link veth04' }
        @{ What = 'a link that is down'; Change = { ip -n base link set veth03 down }; Told = @('Changed Link veth03') }
        @{ What = 'an MTU'; Change = { ip -n base link set veth03 mtu 1300 }; Told = 'Changed Link veth03', 'Changed Sysctl net/ipv6/conf/veth03/mtu' }
        @{ What = 'another name'; Change = { ip -n base link property add dev veth03 altname longer-name }; Told = @('Changed Link veth03') }
        @{ What = 'a setting of a bridge'; Change = { ip -n base link set br01 type bridge mcast_querier 1 }; Told = @('Changed Link br01') }
        @{ What = 'a setting of a port'; Change = { ip -n base link set veth04 type bridge_slave isolated on }; Told = @('Changed Link veth04') }
        @{ What = 'a port that is in another bridge'; Change = { ip -n base link set veth04 master br02 }; Told = @('Changed Link veth04') }
        @{ What = 'an address'; Change = { ip -n base address add 10.9.0.1/24 dev veth01 }; Told = 'Added Address veth01 10.9.0.1/24', 'Added Route 10.9.0.0/24 table 254 metric 0' }
        @{ What = 'a link-local address of somebody'; Change = { ip -n base address add fe80::77/64 dev veth01 nodad }; Told = @('Added Address veth01 fe80::77/64') }
        @{ What = 'a route'; Change = { ip -n base route add 10.9.0.0/16 via 10.1.0.2 }; Told = @('Added Route 10.9.0.0/16 table 254 metric 0') }
        @{ What = 'a route elsewhere'; Change = { ip -n base route replace 10.2.0.0/16 via 10.1.0.3 }; Told = @('Changed Route 10.2.0.0/16 table 254 metric 0') }
        @{ What = "a route's metric mtu"; Change = { ip -n base route replace 10.2.0.0/16 via 10.1.0.2 mtu 1200 }; Told = @('Changed Route 10.2.0.0/16 table 254 metric 0') }
        @{ What = 'a rule'; Change = { ip -n base rule add from 10.0.0.0/8 lookup 100 priority 77 }; Told = @('Added Rule ip 77: from 10.0.0.0/8') }
        @{ What = 'an IPv6 rule'; Change = { ip -n base -6 rule add not from fd00::/8 iif veth01 prohibit priority 78 }; Told = @('Added Rule ip6 78: not from fd00::/8 iif veth01') }
        @{ What = 'a neighbour'; Change = { ip -n base neighbour add 10.1.0.9 lladdr 02:00:00:00:00:09 dev veth01 }; Told = @('Added Neighbor veth01 10.1.0.9') }
        @{ What = 'a table'; Change = { ip netns exec base nft add table inet t }; Told = @('Added NfTable inet t') }
        @{ What = 'a policy'; Change = { ip netns exec base nft 'chain ip f c { policy drop; }' }; Told = @('Changed NfChain ip f c') }
        @{ What = 'a rule of a firewall'; Change = { ip netns exec base nft add rule ip f c tcp dport 22 accept }; Told = @('Added NfRule ip f c') }
        @{ What = 'the order of rules'; Change = { ip netns exec base nft 'flush chain ip f c; add rule ip f c udp dport 53 counter; add rule ip f c ip daddr @s counter' }; Told = @('Changed NfRule ip f c') }
        @{ What = 'a set'; Change = { ip netns exec base nft 'add set ip f s2 { type ipv4_addr; }' }; Told = @('Added NfDeclaration set ip f s2') }
        @{ What = 'an element'; Change = { ip netns exec base nft 'add element ip f s { 10.0.0.2 }' }; Told = @('Added NfElement ip f s') }
        @{ What = 'an object'; Change = { ip netns exec base nft 'add counter ip f k' }; Told = @('Added NfDeclaration object ip f k') }
        @{ What = 'a setting'; Change = { ip netns exec base sysctl -qw net.ipv4.conf.veth01.rp_filter=2 }; Told = @('Changed Sysctl net/ipv4/conf/veth01/rp_filter') }
        @{ What = 'a setting of the namespace'; Change = { ip netns exec base sysctl -qw net.ipv4.ip_default_ttl=33 }; Told = @('Changed Sysctl net/ipv4/ip_default_ttl') }
        @{ What = 'a namespace'; Change = { ip netns add late }; Told = @('Added Namespace late') }
        @{ What = 'a namespace that is gone'; Change = { ip netns delete other }; Told = @('Removed Namespace other') }
        @{ What = 'a namespace with the name of an earlier one'; Change = { ip netns delete other; ip netns add other; ip -n other link set lo up }; Told = @('Changed Namespace other') }
        @{ What = 'a mount'; Change = { mount -t tmpfs -o size=1m none /mnt }; Back = { umount /mnt }; Told = @('Added Mount /mnt') }
        @{ What = 'a file'; Change = { mkdir -p /etc/netns/base; 'nameserver 10.0.0.1' > /etc/netns/base/resolv.conf }; Back = { rm -r /etc/netns/base; rmdir /etc/netns }; Told = 'Added File /etc/netns', 'Added File /etc/netns/base', 'Added File /etc/netns/base/resolv.conf' }
    )
}

BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/Namespaces.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'Compare-VethLabBaseline' {
    BeforeEach {
        foreach ($name in 'base', 'other') { ip netns add $name; ip -n $name link set lo up }
        ip -n base link add veth01 type veth peer name veth02 netns other
        ip -n base link add veth03 type veth peer name veth04
        ip -n base link add br01 address 02:00:00:00:00:b1 type bridge
        ip -n base link add br02 address 02:00:00:00:00:b2 type bridge
        ip -n base link set veth04 master br01
        foreach ($link in 'veth01', 'veth03', 'veth04', 'br01') { ip -n base link set $link up }
        ip -n other link set veth02 up
        ip -n base address add 10.1.0.1/24 dev veth01
        ip -n other address add 10.1.0.2/24 dev veth02
        ip -n base route add 10.2.0.0/16 via 10.1.0.2
        ip netns exec base nft 'add table ip f; add set ip f s { type ipv4_addr; elements = { 10.0.0.1 }; }; add chain ip f c { type filter hook output priority 0; }; add rule ip f c ip daddr @s counter; add rule ip f c udp dport 53 counter'
        $null = Wait-Until { ip netns exec base ping -c 1 -W 1 10.1.0.2 | Out-Null; $LASTEXITCODE -eq 0 }
        $before = Get-VethLabBaseline
    }
    AfterEach { Remove-NamespacesExcept $others }

    It 'finds nothing where nothing was changed, with traffic and in time' {
        ip netns exec base ping -q -c 20 -i 0.02 10.1.0.2 | Out-Null
        ip netns exec other ping -q -c 3 -i 0.02 -W 1 10.1.0.99 | Out-Null
        [System.Threading.Thread]::Sleep(1500)
        $before | Compare-VethLabBaseline | Should -BeNullOrEmpty
        Compare-VethLabBaseline $before -Quiet | Should -BeTrue
    }

    It 'finds <What>' -ForEach $changes {
        try {
            & $Change
            # The peer of a link in a namespace that is gone goes in the kernel's own time.
            if ("$Change" -like '*netns delete*') { Wait-Until { -not (ip -n base link show veth01 2> $null) } | Should -BeTrue }
            $found = @(Compare-VethLabBaseline $before)
            $seen = $found | ForEach-Object { "$($_.Change) $($_.Kind) $($_.Name)" }
            if ($What -like 'a namespace*') { $seen = $seen | Where-Object { $_ -cnotmatch ' veth0[12]$| (veth01 )?10\.' } }
            $seen | Sort-Object | Should -BeExactly ($Told | Sort-Object)
            foreach ($one in $found) {
                ($null -eq $one.Before), ($null -eq $one.After) | Should -Be ($one.Change -eq 'Added'), ($one.Change -eq 'Removed')
                $one.Before | Should -Not -BeExactly $one.After
            }
            Compare-VethLabBaseline $before -Quiet | Should -BeFalse
        }
        finally { if ($Back) { & $Back } }
    }

    It 'says what it was and what it is' {
        ip netns exec base nft add rule ip f c tcp dport 22 accept
        $rule = Compare-VethLabBaseline $before
        $rule.Namespace, $rule.After, "$rule" | Should -Be base, 'tcp dport 22 accept', 'Added: NfRule ip f c in base'
        ip netns exec base nft flush table ip f
        ip netns exec base sysctl -qw net.ipv4.ip_default_ttl=33
        $setting = Compare-VethLabBaseline $before | Where-Object Kind -EQ Sysctl
        $setting.Before, $setting.After, "$setting" | Should -Be 64, 33, "Changed: Sysctl net/ipv4/ip_default_ttl in base: '64' is '33' now"
    }

    It 'compares two that were taken, and one that was saved as JSON' {
        $path = "$TestDrive/before.json"
        $before | ConvertTo-Json -Depth 4 | Set-Content -LiteralPath $path
        $saved = Get-Content -LiteralPath $path -Raw | ConvertFrom-Json
        Compare-VethLabBaseline $saved $before | Should -BeNullOrEmpty
        $saved | Compare-VethLabBaseline -Quiet | Should -BeTrue
        ip -n base link set veth03 down
        $after = Get-VethLabBaseline
        ip -n base link set veth03 up
        foreach ($reference in $before, $saved) { "$(Compare-VethLabBaseline $reference $after)" | Should -BeLike "Changed: Link veth03 in base: 'up *' is 'down *' now" }
        Compare-VethLabBaseline $after $saved | Should -HaveCount 1
    }

    It 'looks again where the baseline was asked to look' {
        $some = Get-VethLabBaseline other -Kind Namespace, Link
        ip -n base link set veth03 down
        ip -n other address add 10.5.0.1/24 dev lo
        Compare-VethLabBaseline $some | Should -BeNullOrEmpty
        ip -n other link set veth02 down
        (Compare-VethLabBaseline $some).Name | Should -Be veth02
        ip netns delete other
        "$(Compare-VethLabBaseline $some)" | Should -Be 'Removed: Namespace other'
    }

    It 'finds nothing left of a lab' {
        New-VethLab demo -Subnet 10.3.0.0/24, fd03::/64 -Count 3 | Out-Null
        @(Compare-VethLabBaseline $before | Where-Object Kind -EQ Namespace).Name | Should -Be demo, ns01, ns02, ns03
        Remove-VethLab demo
        Compare-VethLabBaseline $before | Should -BeNullOrEmpty
    }

    It 'refuses what is no baseline' {
        Assert-Refused { Compare-VethLabBaseline 'x' } -Id InvalidValue -Category InvalidArgument -Target x
        $cut = $before | ConvertTo-Json -Depth 1 -WarningAction Ignore | ConvertFrom-Json
        (Compare-VethLabBaseline $cut 2>&1).Exception.Message | Should -BeLike 'The baseline is not whole: an item has no *'
    }
}
