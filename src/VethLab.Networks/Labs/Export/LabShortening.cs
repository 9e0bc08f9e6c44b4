using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Export;

/// <summary>
/// From what is meant to what people would write. Each short form is tried, and kept where reading what was written gives the same description: so
/// nothing can be lost.
/// </summary>
internal static class LabShortening
{
    /// <summary>
    /// The document of a description: read, it is the same lab. Of a lab that was changed by hand into what no description could ask for, as near as can be.
    /// </summary>
    internal static DocumentNode Write(LabDescription description)
    {
        var lab = LabNormalForm.Of(description);
        var best = new LabShortForms();
        foreach (var next in Candidates(lab))
        {
            foreach (var form in next(best))
            {
                if (!IsSame(lab, form))
                    continue;
                best = form;
                break;
            }
        }
        return DescriptionDocument.Compose(lab, best);
    }

    private static bool IsSame(LabDescription lab, LabShortForms forms) =>
        LabDocument.Read(DescriptionDocument.Compose(lab, forms)).Description is { } read && LabNormalForm.Of(read) == lab;

    /// <summary>What to try one after the other: of each step the first that says the same.</summary>
    private static IEnumerable<Func<LabShortForms, IEnumerable<LabShortForms>>> Candidates(LabDescription lab)
    {
        yield return best => [best with { Gateways = true }];
        foreach (var bridge in lab.Bridges)
            yield return best => PoolsOf(lab, bridge).Select(pool => best with { Pools = best.Pools.Append(pool).ToSnapshotList() });
        var places = lab.Links.SelectMany(link => new[] { link.End, link.Peer }).Select(DescriptionDocument.PlaceOf).Distinct().ToSnapshotList();
        yield return best => [best with { Nameless = places }];
        yield return best => best.Nameless.Count > 0 ? [] : [best with { Nameless = places.Where(place => place.Length > 0).ToSnapshotList() }];
        // Each trial reads the whole; of large labs those would be too many.
        foreach (var place in places.Take(32))
            yield return best => best.Nameless.Contains(place) ? [] : [best with { Nameless = best.Nameless.Append(place).ToSnapshotList() }];
        foreach (var bridge in lab.Bridges)
            yield return best => StarsOf(lab, bridge.Name).Select(star => best with { Stars = best.Stars.Append(star).ToSnapshotList() });
    }

    /// <summary>Ways to write where a bridge's addresses come from.</summary>
    private static IEnumerable<LabPool> PoolsOf(LabDescription lab, LabBridge bridge)
    {
        var ends = lab.Links.SelectMany(link => new[] { (link.End, link.Peer), (link.Peer, link.End) })
            .Where(ends => ends.Item2.Kind == LabNodeKind.Bridge && ends.Item2.Node == bridge.Name && ends.Item1.Kind != LabNodeKind.Bridge).Select(ends => ends.Item1).ToList();
        var own = bridge.IPAddress.Select(address => address.Network).Distinct().ToSnapshotList();
        var all = own.Concat(ends.SelectMany(end => end.IPAddress).Select(address => address.Network)).Distinct().ToSnapshotList();
        if (own.Count > 0)
        {
            foreach (var pool in new[] { new LabPool(bridge.Name, own, null, HasAddresses: false), new LabPool(bridge.Name, own, null, HasAddresses: true) })
            {
                if (Fit(lab, bridge, pool, ends) is { } fit)
                    yield return fit;
            }
        }
        else if (all.Count is > 0 and <= 4)
        {
            var hops = lab.Namespaces.Where(space => ends.Any(end => end.Node == space.Name)).SelectMany(space => space.Routes)
                .Where(route => route is { Destination.Length: 0, Metric: 0, NextHop: { } hop } && all.Any(network => network.Contains(hop)))
                .GroupBy(route => route.NextHop!).OrderByDescending(group => group.Count()).Select(group => group.Key)
                .DistinctBy(hop => hop.AddressFamily).OrderBy(hop => hop.AddressFamily == AddressFamily.InterNetworkV6).ToSnapshotList();
            if (hops.Count > 0 && Fit(lab, bridge, new LabPool(bridge.Name, all, hops, HasAddresses: false), ends) is { } fit)
                yield return fit;
        }
    }

    /// <summary>The pool, with those written that it would give another address; null where that is all of them.</summary>
    private static LabPool? Fit(LabDescription lab, LabBridge bridge, LabPool pool, List<LabEnd> ends)
    {
        var elsewhere = lab.Links.SelectMany(link => new[] { link.End, link.Peer }).Except(ends).SelectMany(end => end.IPAddress)
            .Concat(pool.HasAddresses ? bridge.IPAddress : []).Select(address => address.Address).Concat(pool.Gateways ?? []).ToList();
        var written = new HashSet<LabEnd>();
        while (written.Count < ends.Count)
        {
            var taken = elsewhere.Concat(written.SelectMany(end => end.IPAddress).Select(address => address.Address)).ToList();
            var from = pool.Subnets.Select(subnet => new SubnetAddresses(subnet, taken)).ToList();
            if (!pool.HasAddresses && pool.Gateways is null)
                from.ForEach(addresses => addresses.Next());
            var other = ends.Where(end => !written.Contains(end))
                .Where(end => LabNormalForm.InKernelOrder(from.Select(addresses => addresses.Next()).OfType<IPPrefix>()).Equals(end.IPAddress) == false).ToList();
            if (other.Count == 0)
                return pool with { Written = ends.Where(written.Contains).Select(end => $"{end.Node}:{end.Name}").ToSnapshotList() };
            // One by one: what one has that is written, the next is not given.
            written.Add(other[0]);
        }
        return null;
    }

    private static IEnumerable<LabStar> StarsOf(LabDescription lab, string bridge)
    {
        var spaces = lab.Links.Where(link => link.Peer.Kind == LabNodeKind.Bridge && link.Peer.Node == bridge && link.End.Kind == LabNodeKind.Namespace).Select(link => link.End.Node).ToHashSet();
        foreach (var prefix in spaces.Where(name => name.EndsWith('1')).Select(name => name.TrimEnd('1').TrimEnd('0')).Where(prefix => prefix.Length > 0))
        {
            var count = spaces.Count(name => name.StartsWith(prefix, StringComparison.Ordinal) && name[prefix.Length..].All(char.IsAsciiDigit));
            if (count > 1 && new LabStar(bridge, prefix, count) is var star && star.Spaces.All(spaces.Contains))
                yield return star;
        }
    }
}
