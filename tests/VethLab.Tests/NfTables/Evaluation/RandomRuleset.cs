using System.Net;

namespace VethLab.Tests.NfTables.Evaluation;

/// <summary>Small rulesets and packets from few values, so that rules often hold.</summary>
internal sealed class RandomRuleset(Random random)
{
    private static readonly string[] Fates = ["accept", "accept", "drop", "drop", "reject", "return", "continue", "jump r0", "goto r1", "meta mark set 1", "meta mark set meta mark | 2", ""];
    private ushort port = 1024;

    private T One<T>(params T[] of) => of[random.Next(of.Length)];

    private bool Chance(double of) => random.NextDouble() < of;

    internal TestPacket Packet()
    {
        var isIPv4 = Chance(0.7);
        var protocol = One(TestPacket.TCP, TestPacket.UDP, isIPv4 ? TestPacket.ICMP : TestPacket.ICMPV6);
        return new TestPacket(
            IPAddress.Parse(isIPv4 ? $"10.0.{random.Next(3)}.{random.Next(1, 5)}" : $"fd00:{random.Next(3)}::{random.Next(1, 5)}"),
            IPAddress.Parse(isIPv4 ? $"10.1.{random.Next(3)}.{random.Next(1, 5)}" : $"fd01:{random.Next(3)}::{random.Next(1, 5)}"),
            protocol, port++, (ushort)One(22, 53, 80, 443, 8080), protocol == TestPacket.TCP ? TestPacket.SYN : (byte)0, (byte)(protocol == TestPacket.ICMP ? 8 : protocol == TestPacket.ICMPV6 ? 128 : 0));
    }

    internal string Nft()
    {
        var tables = new List<string>();
        foreach (var (family, name) in new[] { ("ip", "t4"), ("inet", "t"), ("ip6", "t6") })
        {
            if (Chance(family == "ip6" ? 0.3 : 0.7))
                tables.Add(Table(family, name));
        }
        return string.Join('\n', tables);
    }

    private string Table(string family, string name)
    {
        var isIPv4 = family != "ip6";
        var chains = new List<string>
        {
            $"set s {{ type {(isIPv4 ? "ipv4_addr" : "ipv6_addr")}; flags interval; elements = {{ {(isIPv4 ? "10.0.1.0/24, 10.1.2.2-10.1.2.9" : "fd00:1::/64, fd01:2::2-fd01:2::9")} }}; }}",
            Chain("r1", null, family, random.Next(3), false),
            Chain("r0", null, family, random.Next(3), false),
        };
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var hook = One("prerouting", "forward", "forward", "forward", "postrouting");
            chains.Add(Chain($"c{i}", $"type filter hook {hook} priority {One(-310, -150, -1, 0, 0, 0, 5)}; policy {One("accept", "accept", "drop")};", family, random.Next(6), true));
        }
        return $"table {family} {name} {{\n{string.Join('\n', chains)}\n}}";
    }

    private string Chain(string name, string? hook, string family, int rules, bool jumps)
    {
        var lines = Enumerable.Range(0, rules).Select(_ => Rule(family, jumps, canReject: hook is not null && !hook.Contains("postrouting", StringComparison.Ordinal)));
        return $"chain {name} {{ {hook}\n{string.Join('\n', lines)}\n}}";
    }

    private string Rule(string family, bool jumps, bool canReject)
    {
        var conditions = new List<string>();
        var isIPv4 = family == "ip" || (family == "inet" && Chance(0.6));
        var protocol = One("tcp", "udp", isIPv4 ? "icmp" : "icmpv6");
        for (var i = One(0, 1, 1, 1, 2, 2, 3); i > 0; i--)
            conditions.Add(Condition(isIPv4, protocol, family));
        var fate = One(Fates);
        if ((!jumps && fate.Contains(' ', StringComparison.Ordinal) && !fate.StartsWith("meta", StringComparison.Ordinal)) || (fate == "reject" && !canReject))
            fate = "drop";
        // Some are decided by a map instead.
        if (Chance(0.1))
            return $"{string.Join(' ', conditions)} counter {Map(isIPv4, protocol, jumps)}";
        return $"{string.Join(' ', conditions)} counter {fate}";
    }

    private string Map(bool isIPv4, string protocol, bool jumps) => protocol is "icmp" or "icmpv6"
        ? "meta l4proto vmap { tcp : accept, udp : drop }"
        : One(
            $"{protocol} dport vmap {{ 22 : accept, 80-90 : drop{(jumps ? ", 443 : jump r0" : "")} }}",
            "ct state vmap { established : accept, new : continue, invalid : drop }",
            isIPv4 ? "ip saddr vmap { 10.0.0.0/24 : drop, 10.0.1.1 : accept }" : "ip6 saddr vmap { fd00::/64 : drop, fd00:1::1 : accept }");

    private string Not => Chance(0.25) ? "!= " : "";

    private string Condition(bool isIPv4, string protocol, string family)
    {
        var ip = isIPv4 ? "ip" : "ip6";
        var (end, net) = One(("saddr", 0), ("daddr", 1));
        var b = random.Next(3);
        string Address(int host) => isIPv4 ? $"10.{net}.{b}.{host}" : $"fd0{net}:{b}::{host}";
        var ports = new[] { "22", "53", "80", "443", "8080", "22-100", "443-9000", "{ 22, 80 }", "{ 53, 400-500 }" };
        var isTransport = protocol is "tcp" or "udp";
        return random.Next(15) switch
        {
            0 => $"{ip} {end} {Not}{Address(random.Next(1, 5))}",
            1 => $"{ip} {end} {Not}{Address(0)}/{(isIPv4 ? One(24, 30, 20, 16) : One(64, 126, 33))}",
            2 => $"{ip} {end} {Not}{Address(1)}-{Address(3)}",
            3 => $"{ip} {end} {Not}{{ {Address(1)}, {Address(3)} }}",
            4 when isTransport => $"{protocol} dport {Not}{One(ports)}",
            5 when isTransport => $"{protocol} sport {One("<", ">", "<=", ">=")} {random.Next(1024, 3000)}",
            6 when isTransport => $"{ip} {end} . {protocol} dport {{ {Address(1)} . 22, {Address(2)} . 53-100, {Address(3)} . 443 }}",
            7 when protocol == "tcp" => One("tcp flags syn / syn,ack", "tcp flags & (fin|syn|rst|ack) == syn", "tcp flags ack"),
            7 when !isTransport => $"{protocol} type {Not}{One("echo-request", "echo-reply", "{ echo-request, echo-reply }")}",
            8 => $"iifname {Not}{One("\"b\"", "\"a\"", "\"b*\"", "{ \"b\", \"x\" }")}",
            9 => $"oifname {Not}{One("\"out0\"", "\"out*\"", "\"x\"")}",
            10 => $"ct state {One("new", "established,related", "!= new", "invalid", "{ new, established }")}",
            11 => $"meta mark {One("1", "0", "!= 1", "& 2 == 2", "1-3")}",
            12 => $"meta l4proto {Not}{One("tcp", "udp", "{ tcp, udp }", "icmp")}",
            13 when (family == "ip" && isIPv4) || (family == "ip6" && !isIPv4) => $"{ip} {end} {Not}@s",
            14 => One("fib daddr type unicast", "fib saddr type local", $"{ip} {(isIPv4 ? "ttl" : "hoplimit")} > 10", "limit rate 1000/second", "meta length > 20", $"ct mark {One("0", "7")}"),
            _ when family == "inet" => $"meta nfproto {One("ipv4", "ipv6")}",
            _ => $"{ip} {end} {Address(2)}",
        };
    }

    internal string Iptables()
    {
        var lines = new List<string> { "*filter", $":FORWARD {One("ACCEPT", "DROP")} [0:0]", ":SUB - [0:0]" };
        for (var i = random.Next(1, 8); i > 0; i--)
            lines.Add($"-A FORWARD {IptablesRule(true)}");
        for (var i = random.Next(3); i > 0; i--)
            lines.Add($"-A SUB {IptablesRule(false)}");
        lines.Add("COMMIT");
        return string.Join('\n', lines) + '\n';
    }

    private string IptablesRule(bool jumps)
    {
        var no = Chance(0.25) ? "! " : "";
        var b = random.Next(3);
        var match = random.Next(14) switch
        {
            0 => $"{no}-s 10.0.{b}.0/{One(24, 20, 30)}",
            1 => $"{no}-d 10.1.{b}.{random.Next(1, 5)}",
            2 => $"-p tcp {no}--dport {One("22", "80", "53:443")}",
            3 => $"-p {One("tcp", "udp")} -m multiport {no}--dports 22,80,400:500",
            4 => $"-m conntrack {no}--ctstate {One("NEW", "ESTABLISHED,RELATED", "INVALID")}",
            5 => $"-p icmp --icmp-type {One("8", "0", "any")}",
            6 => $"-m addrtype {no}--dst-type {One("LOCAL", "UNICAST")}",
            7 => $"-m iprange {no}--src-range 10.0.{b}.1-10.0.{b}.3",
            8 => $"{no}-i {One("b", "a", "b+")} {One("-o out0", "! -o out0", "-o out+")}",
            9 => $"-m physdev {no}--physdev-is-bridged",
            10 => $"-m mark {no}--mark {One("0", "1/3")}",
            11 => $"{no}-p {One("tcp", "udp", "icmp")}",
            12 => "-m comment --comment text",
            _ => $"-s 10.0.{b}.0/24 -d 10.1.0.0/16 -p udp -m udp --sport 1024:2000",
        };
        return $"{match} -j {(jumps ? One("ACCEPT", "DROP", "REJECT", "SUB", "RETURN") : One("ACCEPT", "DROP", "RETURN"))}";
    }
}
