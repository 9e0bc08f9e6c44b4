# Get-NetFirewallChain and legacy iptables: what iptables-legacy -S lists, read without making anything.
BeforeDiscovery { $hasLegacy = [System.IO.File]::Exists('/proc/thread-self/net/ip_tables_names') }
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    function Get-Tables([string] $Family = 'ip') { @(ip netns exec lab cat "/proc/net/${Family}_tables_names") }
    function Invoke-Legacy([string] $Command) { ip netns exec lab sh -c "iptables-legacy $Command" }
}

Describe 'Get-NetFirewallChain, legacy iptables' -Skip:(-not $hasLegacy) {
    BeforeEach { ip netns add lab }
    AfterEach { ip netns delete lab }

    It 'makes no table by looking' {
        Get-NetFirewallChain -Namespace lab -All | Should -BeNullOrEmpty
        Get-Tables | Should -BeNullOrEmpty
        $null = Invoke-Legacy '-t nat -S'
        (Get-NetFirewallChain -Namespace lab).Table | Sort-Object -Unique | Should -BeExactly 'nat'
        Get-Tables | Should -BeExactly 'nat'
        Get-Tables ip6 | Should -BeNullOrEmpty
    }

    It 'shows chains with hook, priority, policy, owner and rule count' {
        $null = Invoke-Legacy '-P FORWARD DROP; iptables-legacy -N mine; iptables-legacy -A FORWARD -j mine; iptables-legacy -A mine -j ACCEPT; iptables-legacy -A mine -j DROP; iptables-legacy -t nat -A POSTROUTING -j MASQUERADE; iptables-legacy -t mangle -S; iptables-legacy -t raw -S'
        $chains = Get-NetFirewallChain -Namespace lab -All
        $chains | ForEach-Object { "$($_.Hook) $($_.Priority) $($_.PriorityName) $($_.Table) $($_.Chain) $($_.Policy) $($_.RuleCount)".Trim() } | Should -BeExactly @(
            'prerouting -300 raw raw PREROUTING accept 0', 'prerouting -150 mangle mangle PREROUTING accept 0', 'prerouting -100 dstnat nat PREROUTING accept 0'
            'input -150 mangle mangle INPUT accept 0', 'input 0 filter filter INPUT accept 0', 'input 100 100 nat INPUT accept 0'
            'forward -150 mangle mangle FORWARD accept 0', 'forward 0 filter filter FORWARD drop 1'
            'output -300 raw raw OUTPUT accept 0', 'output -150 mangle mangle OUTPUT accept 0', 'output -100 -100 nat OUTPUT accept 0', 'output 0 filter filter OUTPUT accept 0'
            'filter mine  2'
            'postrouting -150 mangle mangle POSTROUTING accept 0', 'postrouting 100 srcnat nat POSTROUTING accept 1'
        )
        $chains.Owner | Sort-Object -Unique | Should -BeExactly 'iptables-legacy'
        # As many as iptables lists.
        $listed = 'filter', 'nat', 'mangle', 'raw' | ForEach-Object { Invoke-Legacy "-t $_ -S" }
        $chains.Count | Should -Be @($listed -match '^-[PN] ').Count
        ($chains | Measure-Object RuleCount -Sum).Sum | Should -Be @($listed -match '^-A ').Count
    }

    It 'reads "<Rule>"' -ForEach @(
        @{ Rule = '-s 10.0.0.0/8 -d 192.168.88.11 -j ACCEPT'; Text = 'ip saddr 10.0.0.0/8 ip daddr 192.168.88.11 counter accept' }
        @{ Rule = '! -s 10.1.0.0/15 -i br01 ! -o eth0 -j DROP'; Text = 'iifname "br01" oifname != "eth0" ip saddr != 10.0.0.0/15 counter drop' }
        @{ Rule = '-i br+ -p udp -j RETURN'; Text = 'iifname "br*" meta l4proto udp counter return' }
        @{ Rule = '-p tcp --dport 80 -j ACCEPT'; Text = 'tcp dport 80 counter accept' }
        @{ Rule = '-p tcp --sport 1024:65535 --dport 80:90 -j ACCEPT'; Text = 'tcp sport 1024-65535 tcp dport 80-90 counter accept' }
        @{ Rule = '-p udp --sport 53 -j ACCEPT'; Text = 'udp sport 53 counter accept' }
        @{ Rule = '! -p icmp -j DROP'; Text = 'meta l4proto != icmp counter drop' }
        @{ Rule = '-p icmp --icmp-type echo-request -j ACCEPT'; Text = 'meta l4proto icmp icmp type echo-request counter accept' }
        @{ Rule = '-m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT'; Text = 'ct state established,related counter accept' }
        @{ Rule = '-p tcp -m multiport --dports 80,443 -j ACCEPT'; Text = 'meta l4proto tcp th dport { 80, 443 } counter accept' }
        @{ Rule = '-m comment --comment "why not" -j ACCEPT'; Text = 'counter accept'; Comment = 'why not' }
        @{ Rule = '-j REJECT'; Text = 'counter reject' }
        @{ Rule = '-j mine'; Text = 'counter jump mine' }
        @{ Rule = '-s 10.9.9.9'; Text = 'ip saddr 10.9.9.9 counter' }
        @{ Rule = '-j LOG --log-prefix x'; Text = 'counter xt target "LOG"' }
        @{ Rule = '-p tcp --syn -j DROP'; Text = 'meta l4proto tcp `[unknown: match tcp`] counter drop' }
    ) {
        $null = Invoke-Legacy '-N mine'
        Invoke-Legacy "-A FORWARD $Rule"
        # Whatever this kernel has no module for cannot be made, nor read.
        if ($LASTEXITCODE -ne 0) { Set-ItResult -Skipped -Because 'this kernel has no such match'; return }
        $rules = @(Get-NetFirewallChain FORWARD -Rule -Namespace lab)
        $rules | Should -HaveCount 1
        $rules[0].Text | Should -BeLike $Text
        if ($Comment) { $rules[0].Comment | Should -BeExactly $Comment }
    }

    It 'reads IPv6''s as well, and counts' {
        ip -n lab link set lo up
        ip netns exec lab ip6tables-legacy -A INPUT -s ::1/128 -p tcp --dport 80 -j ACCEPT
        ip netns exec lab ip6tables-legacy -A INPUT -d fd00::/9 -i lo -j DROP
        Invoke-Legacy '-A INPUT -d 127.0.0.1 -j ACCEPT'
        $null = ip netns exec lab ping -c 2 -i 0.2 127.0.0.1
        (Get-NetFirewallChain INPUT -Family ip6 -Rule -Namespace lab).Text | Should -BeExactly 'ip6 saddr ::1 tcp dport 80 counter accept', 'iifname "lo" ip6 daddr fd00::/9 counter drop'
        $rule = Get-NetFirewallChain INPUT -Family ip -Rule -Namespace lab
        "$($rule.Packets) $($rule.Bytes)" | Should -BeExactly '4 336'
    }

    It 'stands among the chains of nf_tables, behind those of its priority' {
        'table ip t { chain early { type filter hook forward priority -10; }; chain same { type filter hook forward priority 0; }; chain late { type filter hook forward priority 10; }; }' | ip netns exec lab nft -f -
        $null = Invoke-Legacy '-S'
        (Get-NetFirewallChain -Hook forward -Namespace lab).Chain | Should -BeExactly 'early', 'same', 'FORWARD', 'late'
        Get-Warnings { Get-NetFirewallChain -Namespace lab } | Should -BeNullOrEmpty
    }

    It 'reads a table of two thousand rules' {
        $lines = @('*filter', ':FORWARD ACCEPT [0:0]') + @(1..2000 | ForEach-Object { "-A FORWARD -s 10.$([int][math]::Floor($_ / 250)).$($_ % 250).1 -j ACCEPT" }) + 'COMMIT'
        $lines | ip netns exec lab iptables-legacy-restore
        $rules = @(Get-NetFirewallChain FORWARD -Rule -Namespace lab)
        $rules | Should -HaveCount 2000
        $rules[1999].Text | Should -BeExactly 'ip saddr 10.8.0.1 counter accept'
    }
}
