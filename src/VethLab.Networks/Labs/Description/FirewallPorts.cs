using System.Globalization;

namespace VethLab.Networks.Labs.Description;

/// <summary>Ports and protocols of firewall rules as they are written.</summary>
internal static class FirewallPorts
{
    private static readonly string[] WithPorts = ["tcp", "udp", "sctp", "dccp"];

    /// <summary>By IANA's names and numbers; icmp is ICMPv6 (58) for IPv6.</summary>
    internal static readonly IReadOnlyDictionary<string, byte> Protocols = new Dictionary<string, byte>(StringComparer.Ordinal)
    {
        ["tcp"] = 6, ["udp"] = 17, ["icmp"] = 1, ["sctp"] = 132, ["dccp"] = 33, ["gre"] = 47, ["esp"] = 50, ["ah"] = 51,
    };

    internal const byte IcmpV6 = 58;

    internal static bool HasPorts(string? protocol) => WithPorts.Contains(protocol);

    /// <summary>"80", or "8000-8010".</summary>
    internal static bool TryParse(string text, out ushort first, out ushort last)
    {
        var ends = text.Split('-');
        last = 0;
        return ushort.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && ushort.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out last)
            && ends.Length <= 2 && first <= last;
    }
}
