using VethLab.Linux.Interop;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Legacy;
using VethLab.Networks.Forwarding;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Firewall;

/// <summary>Reads legacy iptables' tables, those alone that are there already, since asking for another would make it.</summary>
public static class LegacyFirewall
{
    internal const string Owner = "iptables-legacy";

    /// <summary>The tables, and the names of those that could not be read, each with the reason; none where the kernel does not tell of any.</summary>
    public static (IReadOnlyList<LegacyTable> Tables, IReadOnlyList<string> Unread) Read(NamespaceSession session)
    {
        var tables = new List<LegacyTable>();
        var unread = new List<string>();
        foreach (var named in ForwardingReader.LegacyTables(session) ?? [])
        {
            // "iptables filter", "ip6tables nat".
            var (family, name) = (named.StartsWith("ip6", StringComparison.Ordinal) ? NfFamily.IPv6 : NfFamily.IPv4, named[(named.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            try
            {
                tables.Add(new LegacyTablesClient(session.There).Read(family, name));
            }
            catch (Exception failure) when (failure is LinuxException or InvalidDataException)
            {
                unread.Add($"{named} ({failure.Message})");
            }
        }
        return (tables, unread);
    }

    /// <summary>Puts legacy chains among others, hook by hook: behind those of nf_tables that have the same priority.</summary>
    internal static IReadOnlyList<NetFirewallChain> Merge(IReadOnlyList<NetFirewallChain> others, IEnumerable<NetFirewallChain> legacy)
    {
        var all = others.ToList();
        NetFirewallChain? last = null;
        foreach (var chain in legacy)
        {
            // A user's chain follows its table's.
            var at = chain.IsBase || last is null ? Place(all, chain) : all.IndexOf(last) + 1;
            all.Insert(at, chain);
            last = chain;
        }
        return all;
    }

    private static int Place(List<NetFirewallChain> all, NetFirewallChain chain)
    {
        var at = all.FindIndex(other => other.IsBase && other.Family is "ip" or "ip6" or "inet"
            && (HookPlace(other.Hook) > HookPlace(chain.Hook) || (HookPlace(other.Hook) == HookPlace(chain.Hook) && other.Priority > chain.Priority)));
        return at >= 0 ? at : all.Count;
    }

    private static int HookPlace(string? hook) => Array.IndexOf(["ingress", "prerouting", "input", "forward", "output", "postrouting", "egress"], hook);
}
