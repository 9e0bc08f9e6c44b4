using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Namespaces;
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
    private readonly HashSet<(LabNode Node, IPAddress Address)> before = [];
    private double share = 0.75;

    internal NeighborRoom(IReadOnlyList<LabNode> nodes)
    {
        this.nodes = nodes;
        foreach (var node in nodes)
            before.UnionWith(node.Neighbors.Select(entry => (node, entry.Address)));
    }

    private Dictionary<AddressFamily, NeighborTable> Tables() =>
        nodes[0].Session.Neighbors.ListTables().Where(table => Families.ContainsKey(table.Name)).ToDictionary(table => Families[table.Name]);

    /// <summary>How often an entry of each family was refused so far, to anybody.</summary>
    internal Dictionary<AddressFamily, ulong> Overflows() => Tables().ToDictionary(table => table.Key, table => table.Value.Overflows);

    /// <summary>Somebody else takes room at the same time: from now on less of what seems free is used.</summary>
    internal void GiveWay() => share = Math.Max(share / 2, 0.05);

    /// <summary>
    /// How many of the requests, from the first, need no more new entries than there is room for now: one at either side of a pair of neighbours that do not
    /// know each other. A quarter of what is free stays for everybody else, and for entries that the kernel has not let go of yet. At least one.
    /// </summary>
    internal int Fit(IReadOnlyList<LabAttempt> attempts)
    {
        var room = Tables().ToDictionary(
            table => table.Key, table => (int)Math.Max(LeastRoom, (table.Value.Limit - Math.Min(table.Value.Limit, table.Value.Entries)) * share));
        var known = new HashSet<(LabNode, IPAddress)>(before);
        var used = new Dictionary<AddressFamily, int>();
        for (var i = 0; i < attempts.Count; i++)
        {
            var (from, to, family) = (attempts[i].From, attempts[i].To, attempts[i].Family);
            var need = (known.Add((from, attempts[i].Address)) ? 1 : 0) + (from.AddressFor(to, family) is { } back && known.Add((to, back)) ? 1 : 0);
            if (need == 0)
                continue;
            used[family] = used.GetValueOrDefault(family) + need;
            if (room.TryGetValue(family, out var most) && used[family] > most)
                return Math.Max(1, i);
        }
        return attempts.Count;
    }

    /// <summary>Forgets the neighbours that were not known before; entries that somebody made for good stay.</summary>
    internal void Forget() => HomeThreads.ForEach(
        nodes.Count,
        i => nodes[i].Session.Neighbors.RemoveAll(nodes[i].Session.Neighbors.List().Where(entry =>
            (entry.State & (NeighborState.NoArp | NeighborState.Permanent)) == 0 && !before.Contains((nodes[i], entry.Address)))));
}
