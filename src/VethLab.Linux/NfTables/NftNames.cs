namespace VethLab.Linux.NfTables;

/// <summary>What nft(8) calls families, hooks and verdicts.</summary>
public static class NftNames
{
    /// <summary>ip, ip6, inet, arp, bridge or netdev; the number for a family of a later kernel.</summary>
    public static string NftName(this NfFamily family) => family switch
    {
        NfFamily.Inet => "inet",
        NfFamily.IPv4 => "ip",
        NfFamily.Arp => "arp",
        NfFamily.Netdev => "netdev",
        NfFamily.Bridge => "bridge",
        NfFamily.IPv6 => "ip6",
        _ => ((byte)family).ToString(),
    };

    /// <summary>prerouting, input, forward, output, postrouting, ingress or egress.</summary>
    public static string NftName(this NfHook hook) => hook.ToString().ToLowerInvariant();

    /// <summary>accept, drop, jump, goto, return, continue and so on.</summary>
    public static string NftName(this NfVerdict verdict) => verdict.ToString().ToLowerInvariant();
}
