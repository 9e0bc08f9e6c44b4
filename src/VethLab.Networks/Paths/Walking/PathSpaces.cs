using System.Net;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>The namespaces of a world, and how their interfaces hang together.</summary>
internal sealed class PathSpaces
{
    private readonly Dictionary<PathSpace, Dictionary<int, PathSpace>> numbers = [];

    internal PathSpaces(PathWorld world)
    {
        All = [.. world.Sessions.Select(session => new PathSpace(session))];
    }

    internal IReadOnlyList<PathSpace> All { get; }

    internal PathSpace From => All[0];

    /// <summary>The other end of a pair; null: it is in a namespace that is not known, or there is none.</summary>
    internal PathEnd? Peer(PathEnd end)
    {
        if (!end.IsVeth || end.Link.LinkIndex == 0)
            return null;
        var there = end.Link.LinkNamespaceId is { } id ? Numbered(end.Space, id) : end.Space;
        return there?.Link(end.Link.LinkIndex) is { } link ? new PathEnd(there, link) : null;
    }

    /// <summary>All interfaces that have an address, wherever they are.</summary>
    internal IEnumerable<PathEnd> OwnersOf(IPAddress address) =>
        from space in All
        where space.Own(address) is not null
        let link = space.Link(space.Own(address)!.InterfaceIndex)
        where link is not null
        select new PathEnd(space, link);

    /// <summary>The namespace that another one knows by a number (`ip netns list-id`).</summary>
    private PathSpace? Numbered(PathSpace space, int id)
    {
        if (!numbers.TryGetValue(space, out var known))
        {
            numbers[space] = known = [];
            foreach (var other in All)
            {
                if (space.Session.NamespaceIds.Find(other.Session.Handle) is { } number)
                    known[number] = other;
            }
        }
        return known.GetValueOrDefault(id);
    }
}
