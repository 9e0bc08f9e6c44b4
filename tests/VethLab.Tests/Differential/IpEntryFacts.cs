using System.Globalization;
using VethLab.Linux.Route;
using static VethLab.Tests.Differential.PropertyText;

namespace VethLab.Tests.Differential;

/// <summary>What `ip neighbour` and `bridge -d fdb` show, under the names of NetNeighbor and NetBridgeFdbEntry.</summary>
internal sealed class IpEntryFacts(string place, IReadOnlyList<IpLink> links)
{
    /// <summary>Times of use.</summary>
    private static readonly HashSet<string> NotShown = ["used", "confirmed", "updated", "probes", "refcnt", "ref_sync"];

    private static readonly Dictionary<string, NeighborFlags> Flags = new()
    {
        ["router"] = NeighborFlags.Router,
        ["proxy"] = NeighborFlags.Proxy,
        ["extern_learn"] = NeighborFlags.ExternallyLearned,
        ["offload"] = NeighborFlags.Offloaded,
        ["managed"] = NeighborFlags.Managed,
        ["sticky"] = NeighborFlags.Sticky,
        ["locked"] = NeighborFlags.Locked,
    };

    internal IEnumerable<Fact> Neighbors(List<Shown> entries) => entries.Select(entry =>
    {
        var (address, device) = (entry.Text("dst")!, entry.Text("dev")!);
        var state = entry.Texts("state").SingleOrDefault() ?? "NONE";
        var flags = Flags.Where(flag => entry.Has(flag.Key)).Aggregate(NeighborFlags.None, (sum, flag) => sum | flag.Value);
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Name"] = address,
            ["Namespace"] = place,
            ["IPAddress"] = address,
            ["MacAddress"] = Of(LinkAddress(entry)),
            ["State"] = state == "NOARP" ? "NoArp" : CultureInfo.InvariantCulture.TextInfo.ToTitleCase(state.ToLowerInvariant()),
            ["Flags"] = Of(flags),
            ["InterfaceAlias"] = device,
            ["InterfaceIndex"] = Of(links.Single(link => link.Name == device).Index),
            ["AddressFamily"] = address.Contains(':', StringComparison.Ordinal) ? "InterNetworkV6" : "InterNetwork",
        };
        entry.Done(NotShown);
        return new Fact("neighbour", place, $"{address} on {device}", properties);
    });

    /// <summary>Where the interface has no addresses, as a tun, the kernel sends one of no bytes, and ip shows the byte that happens to lie behind it.</summary>
    private static string? LinkAddress(Shown entry) => entry.Text("lladdr") is { Length: > 2 } address ? address : null;

    internal IEnumerable<Fact> Forwarding(List<Shown> entries) => entries.Select(entry =>
    {
        var (mac, device, bridge, state) = (entry.Text("mac")!, entry.Text("ifname")!, entry.Text("master"), entry.Text("state"));
        var flags = entry.Texts("flags").Where(flag => flag is not ("self" or "master")).Aggregate(NeighborFlags.None, (sum, flag) => sum | Flags[flag]);
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Name"] = mac,
            ["Namespace"] = place,
            ["MacAddress"] = mac,
            ["InterfaceAlias"] = device,
            ["Bridge"] = Of(bridge),
            ["IsLocal"] = Of(bridge is not null && state == "permanent"),
            ["IsStatic"] = Of(state == "static" || (bridge is null && state == "permanent")),
            ["VlanId"] = Of(entry.Number("vlan")),
            ["Destination"] = Of(entry.Text("dst")),
            ["DestinationPort"] = Of(entry.Number("port")),
            ["Via"] = Of(entry.Text("viaIf")),
            ["Vni"] = Of(entry.Number("vni")),
            ["Flags"] = Of(flags),
        };
        entry.Done(NotShown);
        return new Fact("forwarding entry", place, $"{mac} on {device}", properties);
    });
}
