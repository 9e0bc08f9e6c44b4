using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Words;

namespace VethLab.Tests.NfTables;

/// <summary>Rules in words are nft's own: what was given to nft and what iptables wrote is read here as `nft --stateless list` shows it.</summary>
public sealed class RuleWordsTests : IDisposable
{
    private readonly NfSandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Fact]
    public void Rules_of_nft_are_written_as_nft_writes_them()
    {
        sandbox.RunWithInput(
            """
            table inet t {
              set hosts { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 }; }
              set both { type ipv4_addr . inet_service; flags interval; elements = { 10.0.0.0/8 . 10-20 }; }
              chain sub { }
              chain c { type filter hook forward priority filter; policy accept;
                ct state vmap { established : accept, invalid : drop }
                tcp dport { 80, 443 } counter accept
                tcp dport { 1000-2000, 3000-4000 } accept
                tcp dport vmap { 22 : accept, 1000-2000 : jump sub }
                ip saddr { 10.0.0.0/8, 192.168.1.0/24, 172.16.0.1-172.16.0.9 } drop
                ip6 saddr { fd00::/8 } drop
                ip saddr @hosts drop
                ip saddr . tcp dport @both drop
                iifname . oifname { "a" . "b" } drop
                meta mark 3 accept
                meta mark & 3 == 1 accept
                tcp dport 1-100 drop
                tcp dport != 1-100 drop
                tcp dport > 100 jump sub
                udp sport 53 goto sub
                fib daddr type local accept
                ip daddr 10.0.0.1-10.0.0.9 drop
                ip daddr != 10.0.0.0/9 return
                meta pkttype broadcast drop
                tcp flags syn / syn,ack accept
                icmp type echo-request reject
                icmpv6 type { nd-router-advert, nd-neighbor-solicit } accept
                ct state established,related accept
                ct state new meta mark set 5 ct mark set 6
                ip protocol icmp limit rate 5/second accept
                limit rate over 10/minute burst 20 packets drop
                iifname { "a", "b" } oifname "br*" log prefix "x" drop
                log level debug
                ip dscp cs1 accept
                ip ttl < 5 drop
                ip6 hoplimit 255 accept
                meta nfproto ipv4 accept
                meta l4proto { tcp, udp } th dport 53 accept
                meta l4proto 47 accept
                tcp dport 22 reject with tcp reset
                reject with icmpx admin-prohibited
                ip6 saddr fd00::/64 ip6 daddr != fd00::/64 accept
                ct mark 0x7 ct direction reply notrack
              }
              chain n { type nat hook prerouting priority -100; policy accept;
                tcp dport 81 redirect to :8081
                ip daddr 1.1.1.1 tcp dport 9 dnat ip to 10.0.0.9:99
                ip6 daddr fd00::1 udp dport 9 dnat ip6 to [fd00::9]:99
              }
              chain p { type nat hook postrouting priority 100; policy accept;
                ip saddr 10.0.0.0/8 oifname "eth0" counter masquerade random
                ip saddr 11.0.0.0/8 snat ip to 1.2.3.4
                meta l4proto tcp masquerade to :1024-65535
              }
            }
            table bridge b { chain c { type filter hook forward priority 0; policy accept;
                ether saddr 02:00:00:00:00:01 drop
                ether type arp accept
                ip saddr 10.0.0.1 drop
            }; }
            """,
            "nft", "-f", "-");

        AssertSame();
    }

    [Fact]
    public void Rules_of_iptables_are_written_as_nft_translates_them()
    {
        foreach (var rule in new[]
        {
            "-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT", "-A FORWARD -i br0 ! -o br0 -j ACCEPT", "-A FORWARD -s 10.0.0.0/24 -d 10.1.0.0/20 -j DROP",
            "-A FORWARD -p tcp --dport 80 -j REJECT", "-A FORWARD -p udp --sport 53 -j DROP", "-A FORWARD -m mark --mark 1/3 -j ACCEPT", "-A FORWARD -p icmp --icmp-type 8 -j ACCEPT",
            "-A FORWARD -m addrtype --dst-type LOCAL -j ACCEPT", "-A FORWARD -m iprange --src-range 10.0.0.1-10.0.0.9 -j DROP", "-A FORWARD -i br+ -j DROP",
            "-A FORWARD ! -p tcp -j RETURN",
        })
        {
            sandbox.Run("iptables", rule.Split(' '));
        }

        AssertSame();
    }

    [Fact]
    public void What_is_not_understood_is_named()
    {
        sandbox.RunWithInput("table ip t { chain c { ip saddr 10.0.0.1 numgen random mod 2 0 accept; tcp option maxseg size set 1400; }; }", "nft", "-f", "-");
        sandbox.Run("iptables", "-A", "FORWARD", "-m", "quota", "--quota", "5", "-j", "ACCEPT");
        var ruleset = NfRuleset.Read(sandbox.Client);

        var words = ruleset.Rules.Select(rule => RuleWords.Of(ruleset, rule)).ToList();

        Assert.Equal(["numgen", "cmp"], words[0].Unknown);
        Assert.Equal("ip saddr 10.0.0.1 [unknown: numgen] [unknown: cmp] accept", words[0].Text);
        Assert.Contains("exthdr", words[1].Unknown);
        Assert.Contains(words, rule => rule.Text == "[unknown: match quota] counter accept");
    }

    private void AssertSame()
    {
        var (told, written) = (Told(), Written());
        Assert.Equal("", string.Join('\n', told.Zip(written).Where(pair => pair.First != pair.Second).Select(pair => $"nft: {pair.First}\nwe:  {pair.Second}")));
        Assert.Equal(told.Count, written.Count);
    }

    private List<string> Written()
    {
        var ruleset = NfRuleset.Read(sandbox.Client);
        return [.. ruleset.Rules.Select(rule => RuleWords.Of(ruleset, rule)).Select(words => words.Text)];
    }

    /// <summary>nft lists a table's rules chain by chain in the same order.</summary>
    private List<string> Told()
    {
        var rules = new List<string>();
        var depth = 0;
        var isChain = false;
        foreach (var line in sandbox.Run("nft", "--stateless", "list", "ruleset").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line == "}")
                depth--;
            else if (line.EndsWith('{'))
                (depth, isChain) = (depth + 1, line.StartsWith("chain ", StringComparison.Ordinal));
            else if (depth == 2 && isChain && !line.StartsWith("type ", StringComparison.Ordinal) && !line.StartsWith('#'))
                rules.Add(line);
        }
        return rules;
    }
}
