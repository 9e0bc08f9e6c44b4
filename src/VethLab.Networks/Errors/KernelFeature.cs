using VethLab.Linux.Interop;
using VethLab.Linux.Route.LinkKinds;

namespace VethLab.Networks.Errors;

/// <summary>
/// A part of the kernel that it may have been built without: the options that bring it (Kconfig) and the module, where it can be one. This is
/// the one table of what VethLab needs.
/// </summary>
internal sealed record KernelFeature(string Name, string Option, string? Module)
{
    internal static readonly KernelFeature NetworkNamespaces = new("network namespaces", "CONFIG_NET_NS", null);
    internal static readonly KernelFeature Bridge = new("bridges", "CONFIG_BRIDGE", "bridge");
    internal static readonly KernelFeature Veth = new("veth pairs", "CONFIG_VETH", "veth");
    internal static readonly KernelFeature IPv6 = new("IPv6", "CONFIG_IPV6", "ipv6");
    internal static readonly KernelFeature PacketSockets = new("packet sockets", "CONFIG_PACKET", "af_packet");
    internal static readonly KernelFeature NfTables = new("nf_tables", "CONFIG_NF_TABLES and CONFIG_NF_TABLES_IPV4", "nf_tables");
    internal static readonly KernelFeature NatChain = new("NAT in nf_tables", "CONFIG_NF_NAT and CONFIG_NFT_NAT", "nft_chain_nat");
    internal static readonly KernelFeature Masquerade = new("masquerading in nf_tables", "CONFIG_NFT_MASQ", "nft_masq");
    internal static readonly KernelFeature PortMapping = new(
        "port mappings in nf_tables", "CONFIG_NFT_NAT, CONFIG_NFT_MASQ, CONFIG_NFT_CT, CONFIG_NFT_FIB_IPV4 and CONFIG_NFT_FIB_IPV6", "nft_fib_ipv4");

    internal static readonly KernelFeature ConnectionList = new("list of tracked connections", "CONFIG_NF_CT_NETLINK", "nf_conntrack_netlink");

    /// <summary>What a kind of link needs, by its name in ip(8); options and modules of most kinds are called after it.</summary>
    internal static KernelFeature OfLinkKind(string kind) => kind switch
    {
        BridgeLink.KindName => Bridge,
        VethLink.KindName => Veth,
        _ => new KernelFeature($"'{kind}' links", $"CONFIG_{kind.ToUpperInvariant()}", kind),
    };

    /// <summary>The error of a kernel that lacks it.</summary>
    internal NetworkException Missing(object? target, LinuxException failure) => new(
        NetworkError.FeatureMissing,
        $"This kernel has no {Name}: {failure.Message}",
        target,
        Module is null
            ? $"The kernel was built without {Option}; it takes another one."
            : $"It needs {Option}, or the module: 'modprobe {Module}' as root of the machine.",
        failure);
}
