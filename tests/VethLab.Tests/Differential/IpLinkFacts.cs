using VethLab.Networks;
using static VethLab.Tests.Differential.PropertyText;

namespace VethLab.Tests.Differential;

/// <summary>What `ip -d link` and `ip -d address` show of a namespace's interfaces, under the names of NetInterface and NetBridge.</summary>
internal sealed class IpLinkFacts
{
    /// <summary>What VethLab leaves to ip: settings of offloading and queues, limits, and what only the flags say.</summary>
    private static readonly HashSet<string> NotShown =
    [
        "linkmode", "broadcast", "promiscuity", "allmulti", "min_mtu", "max_mtu", "inet6_addr_gen_mode", "num_tx_queues", "num_rx_queues", "gso_max_size",
        "gso_max_segs", "tso_max_size", "tso_max_segs", "gro_max_size", "gso_ipv4_max_size", "gro_ipv4_max_size", "addr_info", "stats64", "stats", "altnames",
    ];

    private const uint MarkMask = 0xff000000;

    private readonly List<IpLink> links;
    private readonly string place;

    internal IpLinkFacts(string place, List<Shown> shown, List<Shown> addresses)
    {
        this.place = place;
        links = shown.Select(link => new IpLink(link)).ToList();
        var prefixes = addresses.ToDictionary(link => (int)link.Number("ifindex")!.Value, link => link.List("addr_info"));
        foreach (var link in links)
            link.Addresses = [.. prefixes[link.Index].Select(address => $"{address.Text("local")}/{address.Number("prefixlen")}")];
    }

    internal IReadOnlyList<IpLink> Links => links;

    internal IEnumerable<Fact> Interfaces() => links.Select(link => new Fact("interface", place, link.Name, Common(link)));

    internal IEnumerable<Fact> Bridges() => links.Where(link => link.Kind == "bridge").Select(link => new Fact("bridge", place, link.Name, Bridge(link)));

    private SortedDictionary<string, string> Common(IpLink link)
    {
        var shown = link.Shown;
        var flags = shown.Texts("flags");
        var master = links.Find(other => other.Name == shown.Text("master"));
        var below = shown.Text("link");
        var isVeth = link.Kind == "veth";
        var group = unchecked((uint)long.Parse(shown.Text("group") ?? "0", System.Globalization.CultureInfo.InvariantCulture));
        var port = shown.Inside("linkinfo")?.Inside("info_slave_data");
        var state = shown.Text("operstate") ?? "UNKNOWN";
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Name"] = link.Name,
            ["Namespace"] = place,
            ["Index"] = Of(link.Index),
            ["Kind"] = link.Kind ?? (flags.Contains("LOOPBACK") ? "loopback" : "device"),
            ["IsUp"] = Of(flags.Contains("UP")),
            ["HasCarrier"] = Of(flags.Contains("LOWER_UP")),
            ["State"] = state == "LOWERLAYERDOWN" ? "LowerLayerDown" : state == "NOTPRESENT" ? "NotPresent" : $"{state[0]}{state[1..].ToLowerInvariant()}",
            ["Mtu"] = Of(shown.Number("mtu")),
            ["MacAddress"] = Of(shown.Text("address")),
            ["IPAddress"] = Of(link.Addresses),
            ["Master"] = Of(master?.Name),
            ["Bridge"] = master?.Kind == "bridge" ? master.Name : Nothing,
            ["PortState"] = port?.Text("state") is { } text ? $"{char.ToUpperInvariant(text[0])}{text[1..]}" : Nothing,
            ["Parent"] = isVeth ? Nothing : Of(below),
            ["PeerName"] = isVeth ? Of(below) : Nothing,
            ["PeerIndex"] = isVeth ? Of(shown.Number("link_index") ?? links.Find(other => other.Name == below)?.Index) : Nothing,
            ["PeerNamespaceId"] = isVeth ? Of(shown.Number("link_netnsid")) : Nothing,
            ["Alias"] = shown.Text("ifalias") ?? "",
            ["Group"] = Of(group),
            ["Owner"] = (group & MarkMask) == VethLabMark.Group ? "vethlab" : Nothing,
            ["Qdisc"] = shown.Text("qdisc") ?? "",
            ["TransmitQueueLength"] = Of(shown.Number("txqlen") ?? 0),
        };
        _ = (shown.Has("link_index"), shown.Has("link_netnsid"), shown.Has("ifindex"), shown.Has("ifname"), shown.Has("link_type"));
        shown.Done(NotShown);
        return properties;
    }

    private SortedDictionary<string, string> Bridge(IpLink link)
    {
        var properties = Common(link);
        var data = link.Shown.Inside("linkinfo")!.Inside("info_data")!;
        var id = data.Text("bridge_id")!;
        // ip drops leading zeros of each byte; brctl(8), whose form VethLab uses, has twelve digits without colons.
        properties["BridgeId"] = id[..5] + string.Concat(id[5..].Split(':').Select(part => part.PadLeft(2, '0')));
        properties["Stp"] = Of(data.Number("stp_state") != 0);
        properties["ForwardDelay"] = Of(TimeSpan.FromMilliseconds(10 * data.Number("forward_delay")!.Value));
        properties["AgeingTime"] = Of(TimeSpan.FromMilliseconds(10 * data.Number("ageing_time")!.Value));
        properties["MulticastSnooping"] = Of(data.Number("mcast_snooping") != 0);
        properties["Ports"] = Of(links.Where(other => other.Shown.Text("master") == link.Name).Select(other => other.Name).ToList());
        return properties;
    }
}
