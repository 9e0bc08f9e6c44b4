using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Route;

namespace VethLab.Networks.Labs.Testing;

/// <summary>
/// The room in the kernel's neighbour tables, which all namespaces of the machine share: of a hundred hosts that all ping each other, half would
/// find no room and seem to be cut off. So the pairs are tested in rounds that fit, and what a round made known is forgotten again. Others fill the
/// same tables at the same time; the kernel counts whom it refused.
/// </summary>
internal sealed class NeighborRoom
{
    private const int LeastRoom = 16;

    private static readonly Dictionary<string, AddressFamily> Families =
        new() { ["arp_cache"] = AddressFamily.InterNetwork, ["ndisc_cache"] = AddressFamily.InterNetworkV6 };

    private readonly IReadOnlyList<LabNode> nodes;
    private readonly HashSet<(LabNode, int, IPAddress)> before;
    private double share = 0.75;

    internal NeighborRoom(IReadOnlyList<LabNode> nodes)
    {
        this.nodes = nodes;
        before = Entries().Select(entry => (entry.Node, entry.Entry.InterfaceIndex, entry.Entry.Address)).ToHashSet();
    }

    private Dictionary<AddressFamily, NeighborTable> Tables() =>
        nodes[0].Session.Neighbors.ListTables().Where(table => Families.ContainsKey(table.Name)).ToDictionary(table => Families[table.Name]);

    /// <summary>How often an entry of each family was refused so far, to anybody.</summary>
    internal Dictionary<AddressFamily, ulong> Overflows() => Tables().ToDictionary(table => table.Key, table => table.Value.Overflows);

    /// <summary>Somebody else takes room at the same time: from now on less of what seems free is used.</summary>
    internal void GiveWay() => share = Math.Max(share / 2, 0.05);

    /// <summary>
    /// How many of the pairs, from the first, need no more new entries than there is room for now: two for each pair of neighbours, one at either
    /// side. A quarter of what is free stays for everybody else, and for entries that the kernel has not let go of yet. At least one.
    /// </summary>
    internal int Fit<T>(IReadOnlyList<T> pairs, Func<T, (string From, string To, AddressFamily Family)> of)
    {
        var room = Tables().ToDictionary(
            table => table.Key, table => (int)Math.Max(LeastRoom, (table.Value.Limit - Math.Min(table.Value.Limit, table.Value.Entries)) * share));
        var known = new HashSet<(string, string, AddressFamily)>();
        var used = new Dictionary<AddressFamily, int>();
        for (var i = 0; i < pairs.Count; i++)
        {
            var (from, to, family) = of(pairs[i]);
            if (!known.Add((from, to, family)))
                continue;
            known.Add((to, from, family));
            used[family] = used.GetValueOrDefault(family) + 2;
            if (room.TryGetValue(family, out var most) && used[family] > most)
                return i;
        }
        return pairs.Count;
    }

    /// <summary>Forgets the neighbours that were not known before; entries that somebody made for good stay.</summary>
    internal void Forget()
    {
        foreach (var (node, entry) in Entries())
        {
            if (before.Contains((node, entry.InterfaceIndex, entry.Address)))
                continue;
            try
            {
                node.Session.Neighbors.Remove(entry.InterfaceIndex, entry.Address);
            }
            catch (LinuxException failure) when (failure.Errno == Errno.ENOENT)
            {
                // The kernel was faster.
            }
        }
    }

    private IEnumerable<(LabNode Node, NeighborMessage Entry)> Entries() => nodes.SelectMany(
        node => node.Session.Neighbors.List().Where(entry => (entry.State & (NeighborState.NoArp | NeighborState.Permanent)) == 0).Select(entry => (node, entry)));
}
