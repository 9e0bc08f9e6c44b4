using VethLab.Linux.Route;
using static VethLab.Tests.Differential.PropertyText;

namespace VethLab.Tests.Differential;

/// <summary>What `ip -d address` shows, under the names of NetIPAddress.</summary>
internal static class IpAddressFacts
{
    /// <summary>Who gave it: newer ip only.</summary>
    private static readonly HashSet<string> NotShown = ["protocol"];

    private const long ForEver = uint.MaxValue;

    private static readonly Dictionary<string, AddressFlags> Flags = new()
    {
        ["secondary"] = AddressFlags.Secondary,
        ["temporary"] = AddressFlags.Secondary,
        ["nodad"] = AddressFlags.NoDuplicateDetection,
        ["optimistic"] = AddressFlags.Optimistic,
        ["dadfailed"] = AddressFlags.DuplicateDetected,
        ["home"] = AddressFlags.HomeAddress,
        ["deprecated"] = AddressFlags.Deprecated,
        ["tentative"] = AddressFlags.Tentative,
        ["mngtmpaddr"] = AddressFlags.ManageTemporaryAddresses,
        ["noprefixroute"] = AddressFlags.NoPrefixRoute,
        ["autojoin"] = AddressFlags.MulticastAutoJoin,
        ["stable-privacy"] = AddressFlags.StablePrivacy,
    };

    internal static IEnumerable<Fact> Read(string place, List<Shown> links) => links.SelectMany(link => link.List("addr_info").Select(address =>
    {
        var properties = Properties(place, link, address);
        return new Fact("address", place, $"{properties["Name"]} on {properties["InterfaceAlias"]}", properties);
    }));

    private static SortedDictionary<string, string> Properties(string place, Shown link, Shown address)
    {
        var flags = Flags.Where(flag => address.Has(flag.Key)).Aggregate(AddressFlags.None, (sum, flag) => sum | flag.Value);
        if (!address.Has("dynamic"))
            flags |= AddressFlags.Permanent;
        var (own, length, name) = (address.Text("local")!, address.Number("prefixlen"), link.Text("ifname")!);
        var label = address.Text("label");
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Name"] = $"{own}/{length}",
            ["Namespace"] = place,
            ["IPAddress"] = own,
            ["PrefixLength"] = Of(length),
            ["AddressFamily"] = address.Text("family") == "inet" ? "InterNetwork" : "InterNetworkV6",
            ["InterfaceAlias"] = name,
            ["InterfaceIndex"] = Of(link.Number("ifindex")),
            ["Broadcast"] = Of(address.Text("broadcast")),
            ["Peer"] = Of(address.Text("address")),
            ["Scope"] = ScopeOf(address.Text("scope")),
            ["AddressState"] = flags.HasFlag(AddressFlags.DuplicateDetected) ? "Duplicate"
                : flags.HasFlag(AddressFlags.Tentative) ? "Tentative" : flags.HasFlag(AddressFlags.Deprecated) ? "Deprecated" : "Preferred",
            ["Label"] = label is null || label == name ? Nothing : label,
            ["ValidLifetime"] = Lifetime(address.Number("valid_life_time")),
            ["PreferredLifetime"] = Lifetime(address.Number("preferred_life_time")),
            ["RouteMetric"] = Of(address.Number("metric") ?? 0),
            ["Flags"] = Of(flags),
        };
        address.Done(NotShown);
        return properties;
    }

    /// <summary>ip -N writes numbers.</summary>
    internal static string ScopeOf(string? scope) => scope switch { "0" or null => "Global", "200" => "Site", "253" => "Link", "254" => "Host", "255" => "Nowhere", _ => scope };

    private static string Lifetime(long? seconds) => seconds is null or ForEver ? Nothing : Of(seconds);
}
