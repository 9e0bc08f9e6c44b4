namespace VethLab.Networks.Labs.Containerlab;

/// <summary>What a command line of a container says about its network, where a description can say the same.</summary>
internal abstract record ExecLine
{
    private static readonly string[] Address = ["a", "ad", "add", "addr", "address"];
    private static readonly string[] Route = ["r", "ro", "route"];
    private static readonly string[] Link = ["l", "li", "link"];

    /// <summary>An address for an interface: with its prefix length.</summary>
    internal sealed record AddAddress(string Interface, string Value) : ExecLine;

    internal sealed record AddRoute(string Destination, string? NextHop, string? Interface, long? Metric) : ExecLine;

    /// <summary>What is null stays; coming up says nothing, as links of a lab are up.</summary>
    internal sealed record SetLink(string Interface, long? Mtu, string? MacAddress, bool? Stp) : ExecLine;

    internal sealed record SetSysctls(IReadOnlyList<(string Key, string Value)> All) : ExecLine;

    /// <summary>The default route of the management network goes; a namespace has none.</summary>
    internal sealed record DropDefault : ExecLine;

    /// <summary>Understands ip address add, ip route add or replace, ip link set, and sysctl -w in their plain forms; null: something else.</summary>
    internal static ExecLine? Read(string line) => ShellWords.Split(line) switch
    {
        ["ip", ['-', '4' or '6'] family, .. var rest] => ReadIp(rest, family == "-6"),
        ["ip", .. var rest] => ReadIp(rest, false),
        ["sysctl", "-w" or "-qw", .. var pairs] => ReadSysctl(pairs),
        ["sysctl", .. var pairs] => ReadSysctl(pairs),
        _ => null,
    };

    private static ExecLine? ReadIp(List<string> words, bool isIPv6) => words switch
    {
        [var what, "add" or "a" or "replace", .. var rest] when Address.Contains(what) => ReadAddress(rest),
        [var what, "add" or "a" or "replace", .. var rest] when Route.Contains(what) => ReadRoute(rest, isIPv6),
        [var what, "del" or "delete" or "d", "default", ..] when Route.Contains(what) => new DropDefault(),
        [var what, "set" or "s", .. var rest] when Link.Contains(what) => ReadLink(rest),
        _ => null,
    };

    private static AddAddress? ReadAddress(List<string> words)
    {
        string? address = null;
        string? name = null;
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == "dev" && i + 1 < words.Count)
                name = words[++i];
            else if (words[i] is "nodad")
                continue;
            else if (words[i] is "brd" or "broadcast" && i + 1 < words.Count && words[i + 1] == "+")
                i++;
            else if (address is null && words[i] != "dev")
                address = words[i];
            else
                return null;
        }
        return address is null || name is null ? null : new AddAddress(name, WithLength(address));
    }

    private static AddRoute? ReadRoute(List<string> words, bool isIPv6)
    {
        if (words.Count == 0 || words[0] is "unreachable" or "blackhole" or "prohibit" or "throw" or "local" or "broadcast" or "multicast" or "unicast" or "nat" or "nexthop")
            return null;
        var (hop, name, metric) = ((string?)null, (string?)null, (long?)null);
        for (var i = 1; i < words.Count; i += 2)
        {
            var value = i + 1 < words.Count ? words[i + 1] : null;
            switch (words[i])
            {
                case "via" when value is not null and not "inet" and not "inet6":
                    hop = value;
                    break;
                case "dev" when value is not null:
                    name = value;
                    break;
                case "metric" when long.TryParse(value, out var number):
                    metric = number;
                    break;
                default:
                    return null;
            }
        }
        // Without a next hop nothing says of which family a default route is.
        var isDefault = words[0] is "default" or "0.0.0.0/0" or "0/0" or "::/0";
        if (isDefault && hop is null)
            return new AddRoute(isIPv6 || words[0] == "::/0" ? "::/0" : "0.0.0.0/0", hop, name, metric);
        return new AddRoute(isDefault ? "default" : WithLength(words[0]), hop, name, metric);
    }

    private static SetLink? ReadLink(List<string> words)
    {
        var i = words.Count > 0 && words[0] == "dev" ? 1 : 0;
        if (words.Count <= i)
            return null;
        var set = new SetLink(words[i++], null, null, null);
        while (i < words.Count)
        {
            var value = i + 1 < words.Count ? words[i + 1] : null;
            switch (words[i])
            {
                case "up":
                    i++;
                    continue;
                case "mtu" when long.TryParse(value, out var mtu):
                    set = set with { Mtu = mtu };
                    break;
                case "address" when value is not null:
                    set = set with { MacAddress = value };
                    break;
                case "type" when words[i..] is ["type", "bridge", "stp_state", ("0" or "1") and var stp]:
                    return set with { Stp = stp == "1" };
                default:
                    return null;
            }
            i += 2;
        }
        return set;
    }

    private static SetSysctls? ReadSysctl(List<string> pairs)
    {
        var all = new List<(string, string)>();
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || pair[0] == '-')
                return null;
            all.Add((pair[..equals], pair[(equals + 1)..]));
        }
        return all.Count == 0 ? null : new SetSysctls(all);
    }

    /// <summary>ip takes an address alone as that one address.</summary>
    private static string WithLength(string text) =>
        !text.Contains('/', StringComparison.Ordinal) && System.Net.IPAddress.TryParse(text, out var address)
            ? $"{text}/{(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 128 : 32)}" : text;
}
