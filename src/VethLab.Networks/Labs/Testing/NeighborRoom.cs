using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Route;

namespace VethLab.Networks.Labs.Testing;

/// <summary>
/// The room in the kernel's neighbour tables, which all namespaces of the machine share: of a hundred hosts that all ping each other, half would
/// find no room and seem to be cut off. So the pairs are tested in rounds that fit, and what a round made known is forgotten again.
/// </summary>
internal sealed class NeighborRoom
{
    private readonly IReadOnlyList<LabNode> nodes;
    private readonly Dictionary<AddressFamily, int> room;
    private readonly HashSet<(LabNode, int, IPAddress)> before;

    internal NeighborRoom(IReadOnlyList<LabNode> nodes)
    {
        this.nodes = nodes;
        var tables = nodes.Count == 0 ? [] : nodes[0].Session.Neighbors.ListTables();
        room = new[] { (AddressFamily.InterNetwork, "arp_cache"), (AddressFamily.InterNetworkV6, "ndisc_cache") }.ToDictionary(
            family => family.Item1,
            family => tables.FirstOrDefault(table => table.Name == family.Item2) is { } table ? RoomOf(table) : int.MaxValue);
        before = Entries().Select(entry => (entry.Node, entry.Entry.InterfaceIndex, entry.Entry.Address)).ToHashSet();
    }

    /// <summary>A quarter stays for everybody else, and for entries that the kernel has not let go of yet.</summary>
    private static int RoomOf(NeighborTable table) => (int)Math.Max(16, (table.Limit - Math.Min(table.Limit, table.Entries)) * 3L / 4);

    /// <summary>Splits pairs so that each part needs no more new entries than there is room for: two for each pair of neighbours, one at either side.</summary>
    internal List<List<T>> Split<T>(IEnumerable<T> pairs, Func<T, (string From, string To, AddressFamily Family)> of)
    {
        var rounds = new List<List<T>> { new() };
        var known = new HashSet<(string, string, AddressFamily)>();
        var used = new Dictionary<AddressFamily, int>();
        foreach (var pair in pairs)
        {
            var (from, to, family) = of(pair);
            var isNew = known.Add((from, to, family));
            if (isNew)
            {
                known.Add((to, from, family));
                used[family] = used.GetValueOrDefault(family) + 2;
            }
            if (used[family] > room[family])
            {
                rounds.Add([]);
                known = [(from, to, family), (to, from, family)];
                used = new Dictionary<AddressFamily, int> { [family] = 2 };
            }
            rounds[^1].Add(pair);
        }
        return rounds;
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
