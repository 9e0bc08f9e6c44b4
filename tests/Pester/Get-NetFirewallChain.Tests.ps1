# Get-NetFirewallChain: what `nft list ruleset` shows, in the order in which packets meet it.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    function Add-Ruleset([string] $Text) { $Text | ip netns exec lab nft -f - }
    function Get-ChainTexts { Get-NetFirewallChain -Namespace lab @args | ForEach-Object { "$($_.Hook) $($_.Family) $($_.Table) $($_.Chain)".Trim() } }
}

Describe 'Get-NetFirewallChain' {
    BeforeEach { ip netns add lab }
    AfterEach { ip netns delete lab }

    Context 'chains' {
        It 'are those of nft, with type, priority, policy and rules' {
            Add-Ruleset @'
table inet own {
  chain forward { type filter hook forward priority filter + 5; policy drop; counter; counter; }
  chain pre { type nat hook prerouting priority dstnat - 3; }
  chain out { type route hook output priority mangle; }
  chain odd { type filter hook input priority 777; }
}
table bridge b { chain f { type filter hook forward priority filter; }; }
table arp a { chain i { type filter hook input priority filter + 1; }; }
table ip6 six { chain post { type nat hook postrouting priority srcnat; }; }
'@
            ip netns exec lab iptables -A FORWARD -i eth0 -j ACCEPT
            $told = Get-NftJson lab chain | ForEach-Object { "$($_.family) $($_.table) $($_.name) $($_.type) $($_.hook) $($_.prio) $($_.policy)" } | Sort-Object
            $chains = Get-NetFirewallChain -Namespace lab
            $chains | ForEach-Object { "$($_.Family) $($_.Table) $($_.Chain) $($_.Type) $($_.Hook) $($_.Priority) $($_.Policy)" } | Sort-Object | Should -Be $told
            # The names of priorities are those of nft's own listing.
            $names = ip netns exec lab nft list ruleset | Where-Object { $_ -match 'priority ([^;]+);' } | ForEach-Object { $null = $_ -match 'priority ([^;]+);'; $matches[1] } | Sort-Object
            $chains.PriorityName | Sort-Object | Should -Be $names
            ($chains | Where-Object Chain -CEQ forward).RuleCount | Should -Be 2
            ($chains | Where-Object Chain -CEQ FORWARD).Owner | Should -Contain 'iptables-nft'
        }

        It 'come hook by hook, and there in the order of the kernel' {
            Add-Ruleset 'table ip late { chain f { type filter hook forward priority 50; }; chain p { type filter hook prerouting priority 0; }; }'
            Add-Ruleset 'table inet early { chain f { type filter hook forward priority -50; }; chain nat { type nat hook postrouting priority -150; }; chain post { type filter hook postrouting priority 0; }; }'
            Get-ChainTexts -Family ip | Should -Be 'prerouting ip late p', 'forward inet early f', 'forward ip late f', 'postrouting inet early post', 'postrouting inet early nat'
        }

        It 'of one priority come in the order in which packets meet them: the last one first' {
            ip -n lab link set lo up
            Add-Ruleset 'table ip one { chain a { type filter hook output priority 0; counter; }; }'
            Add-Ruleset 'table ip two { chain b { type filter hook output priority 0; counter; }; }'
            Add-Ruleset 'table ip one { chain c { type filter hook output priority 1; counter; }; }'
            Get-ChainTexts -Hook output | Should -Be 'output ip two b', 'output ip one a', 'output ip one c'
            # The kernel: what the first one drops, the second does not see.
            ip netns exec lab nft add rule ip two b counter drop
            $null = ip netns exec lab ping -c 1 -W 1 127.0.0.1 2>&1
            (Get-NetFirewallChain a -Namespace lab -Rule).Packets | Should -Be 0
            (Get-NetFirewallChain b -Namespace lab -Rule)[-1].Packets | Should -BeGreaterThan 0
        }

        It 'that only jumps call are shown with -All, after the one that leads there, or by name' {
            Add-Ruleset @'
table inet t {
  chain unused { counter; }
  chain deeper { counter; }
  chain sub { jump deeper; }
  chain c { type filter hook forward priority 0; tcp dport vmap { 22 : jump sub }; }
}
'@
            Get-ChainTexts | Should -Be 'forward inet t c'
            Get-ChainTexts -All | Should -Be 'forward inet t c', 'inet t sub', 'inet t deeper', 'inet t unused'
            $sub = Get-NetFirewallChain sub -Namespace lab
            "$($sub.Table) $($sub.IsBase) $($sub.Hook) $($sub.Policy) $($sub.RuleCount)" | Should -BeExactly 't False   1'
        }

        It 'of a table that sleeps say so' {
            Add-Ruleset 'table ip t { flags dormant; chain c { type filter hook forward priority 0; }; }'
            (Get-NetFirewallChain -Namespace lab).IsDormant | Should -BeTrue
        }

        It 'are filtered by <Arguments>' -ForEach @(
            @{ Arguments = '-Family ip'; Expected = 'c4', 'both' }
            @{ Arguments = '-Family ip6'; Expected = 'c6', 'both' }
            @{ Arguments = '-Family inet'; Expected = @('both') }
            @{ Arguments = '-Family ip*'; Expected = 'c4', 'c6', 'both' }
            @{ Arguments = '-Hook input'; Expected = @('c4') }
            @{ Arguments = '-Hook Forward'; Expected = 'c6', 'both' }
            @{ Arguments = '-Table t4, t6'; Expected = 'c4', 'c6' }
            @{ Arguments = 'c*'; Expected = 'c4', 'c6' }
        ) {
            Add-Ruleset 'table ip t4 { chain c4 { type filter hook input priority 0; }; }'
            Add-Ruleset 'table ip6 t6 { chain c6 { type filter hook forward priority 0; }; }'
            Add-Ruleset 'table inet t { chain both { type filter hook forward priority 1; }; }'
            (& ([scriptblock]::Create("Get-NetFirewallChain -Namespace lab $Arguments"))).Chain | Should -Be $Expected
        }
    }

    Context 'rules' {
        It 'are nft''s in words, handle and comment, with their counters' {
            Add-Ruleset @'
table ip t {
  chain c { type filter hook output priority 0;
    ip daddr 127.0.0.0/8 icmp type { echo-reply, echo-request } counter accept comment "to myself"
    tcp dport 22-23 ct state new reject with tcp reset
    oifname "br*" limit rate 5/second drop
  }
}
'@
            ip -n lab link set lo up
            $null = ip netns exec lab ping -c 1 -W 1 127.0.0.1
            $rules = Get-NetFirewallChain -Namespace lab -Rule
            $rules | ForEach-Object { "$($_.Text)$(if ($_.Comment) { ' comment "' + $_.Comment + '"' }) # handle $($_.Handle)" } |
                Should -Be @(ip netns exec lab nft --stateless --handle list chain ip t c | Where-Object { $_ -match '# handle' -and $_ -notmatch 'chain' } | ForEach-Object Trim)
            $counter = (Get-NftJson lab rule).expr.counter | Where-Object { $_ }
            "$($rules[0].Packets) $($rules[0].Bytes)" | Should -BeExactly "$($counter.packets) $($counter.bytes)"
            $rules[0].Packets | Should -Be 2
            $rules[1].Packets | Should -BeNullOrEmpty
        }

        It 'name what is not understood' {
            ip netns exec lab iptables -A FORWARD -s 10.0.0.1 -m quota --quota 5 -j ACCEPT
            $rule = Get-NetFirewallChain -Namespace lab -Rule
            $rule.Text | Should -BeExactly 'ip saddr 10.0.0.1 [unknown: match quota] counter accept'
            $rule.Unknown | Should -Be 'match quota'
        }
    }

    It 'takes namespaces, names, chains and rules from the pipeline' {
        Add-Ruleset 'table ip t { chain c { type filter hook output priority 0; counter; }; chain d { type filter hook input priority 0; }; }'
        (Get-NetNamespace lab | Get-NetFirewallChain).Chain | Should -Be d, c
        ('c' | Get-NetFirewallChain -Namespace lab).Chain | Should -Be c
        (Get-NetFirewallChain c -Namespace lab | Get-NetFirewallChain -Rule).Text | Should -Be counter
        (Get-NetFirewallChain -Rule -Namespace lab | ConvertTo-Json | ConvertFrom-Json | Get-NetFirewallChain).Chain | Should -Be c
        (Invoke-NetNamespace lab { Get-NetFirewallChain }).Chain | Should -Be d, c
    }

    It 'makes nothing by looking' {
        $before = Get-KernelState lab
        Get-NetFirewallChain -Namespace lab -All | Should -BeNullOrEmpty
        Get-KernelState lab | Should -BeExactly $before
    }

    It 'refuses a chain that is not there' {
        Assert-Refused { Get-NetFirewallChain nothing -Namespace lab } FirewallChainNotFound ObjectNotFound nothing
    }
}
