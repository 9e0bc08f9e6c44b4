using VethLab.Linux.NfTables;
using VethLab.Networks.Labs;

namespace VethLab.Networks.Firewall;

/// <summary>Whose an nf_tables table is: the process that its owner flag names, else the program whose naming convention it follows.</summary>
internal static class TableOwner
{
    internal const string Unknown = "unknown";

    private static readonly HashSet<string> IptablesTables = new(StringComparer.Ordinal) { "filter", "nat", "mangle", "raw", "security" };

    private static readonly Dictionary<string, string> Programs = new(StringComparer.Ordinal)
    {
        ["firewalld"] = "firewalld",
        ["docker-bridges"] = "Docker",
        ["netavark"] = "Podman",
        ["libvirt_network"] = "libvirt",
        ["incus"] = "Incus",
        ["lxd"] = "LXD",
        ["lxc"] = "LXC",
        ["fw4"] = "OpenWrt",
        ["kube-proxy"] = "Kubernetes",
        ["f2b-table"] = "fail2ban",
        ["crowdsec"] = "CrowdSec",
        ["crowdsec6"] = "CrowdSec",
    };

    internal static string Of(NfTable table, IReadOnlyList<NfChain> chains)
    {
        if (table.OwnerPort is { } port)
            return ProcessName(port) is { } process ? $"{process} (process {port})" : $"netlink port {port}";
        if (table.Name == VethLabMark.Table || LabMark.LabOfTable(table.Name) is not null)
            return "VethLab";
        if (Programs.TryGetValue(table.Name, out var program))
            return program;
        if (table.Family is NfFamily.IPv4 or NfFamily.IPv6 or NfFamily.Bridge or NfFamily.Arp && IptablesTables.Contains(table.Name))
            return WithUser(chains);
        return Unknown;
    }

    /// <summary>The programs that share iptables' tables are told by the chains that they add.</summary>
    private static string WithUser(IReadOnlyList<NfChain> chains)
    {
        foreach (var (prefix, program) in new[] { ("DOCKER", "Docker"), ("KUBE-", "Kubernetes"), ("ufw", "ufw"), ("LIBVIRT", "libvirt"), ("NETAVARK", "Podman"), ("CNI-", "CNI") })
        {
            if (chains.Any(chain => chain.Name.StartsWith(prefix, StringComparison.Ordinal)))
                return $"iptables-nft ({program})";
        }
        return "iptables-nft";
    }

    private static string? ProcessName(uint process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/comm").Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
