using static VethLab.Tests.Differential.PropertyText;

namespace VethLab.Tests.Differential;

/// <summary>Veth pairs, put together from what ip shows in all namespaces: `ip link` has the peer's index, and its namespace's number, which `ip netns list-id` names.</summary>
internal static class IpPairFacts
{
    internal static IEnumerable<Fact> Read(IReadOnlyDictionary<string, IReadOnlyList<IpLink>> all, IReadOnlyDictionary<string, Dictionary<long, string>> numbers)
    {
        foreach (var (place, links) in all)
        {
            foreach (var end in links.Where(link => link.Kind == "veth"))
            {
                var there = end.Shown.Number("link_netnsid") is { } number ? numbers[place][number] : place;
                var index = end.Shown.Number("link_index") ?? links.Single(other => other.Name == end.Shown.Text("link")).Index;
                // A pair with both ends in one namespace is one object, under the name of the end with the lower index.
                if (there == place && index < end.Index)
                    continue;
                var peer = all[there].Single(other => other.Index == index);
                yield return new Fact("pair", place, end.Name, new SortedDictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Name"] = end.Name,
                    ["Namespace"] = place,
                    ["PeerName"] = peer.Name,
                    ["PeerNamespace"] = there,
                    ["Interface"] = end.Name,
                    ["Peer"] = peer.Name,
                    ["IPAddress"] = Of(end.Addresses),
                });
            }
        }
    }
}
