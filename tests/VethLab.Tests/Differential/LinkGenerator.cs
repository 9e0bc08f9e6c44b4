using CsCheck;

namespace VethLab.Tests.Differential;

/// <summary>Links of every kind that the machine may have; a kind that it lacks is not made, by either side.</summary>
internal static class LinkGenerator
{
    private static readonly Gen<LinkType> Types = Gen.Frequency(
        (4, LinkType.Bridge), (8, LinkType.Veth), (2, LinkType.Vxlan), (2, LinkType.Macvlan), (1, LinkType.Ifb), (1, LinkType.Tap), (1, LinkType.Tun));

    private static readonly Gen<string[]> Bridge = Words.Some(
        Words.One("stp_state 1", "stp_state 0"), Words.Number("forward_delay", 200, 3000), Words.Number("ageing_time", 0, 600000),
        Words.One("mcast_snooping 0", "mcast_snooping 1"), Words.Number("priority", 0, 65535), Words.Number("hello_time", 100, 1000));

    private static readonly Gen<string[]> Vxlan = Words.Some(
        Words.One("remote 10.0.0.9", "remote fd00::9", "group 239.1.1.1"), Words.One("nolearning", "learning"), Words.Number("ttl", 1, 255));

    private static readonly Gen<string[]> Macvlan = Gen.OneOf("mode bridge", "mode private", "mode vepa").Select(word => new[] { word });

    private static readonly Gen<string[]> More = Words.Some(
        Words.Number("mtu", 68, 9000), Words.Number("txqueuelen", 0, 2000), Words.One("addrgenmode none", "addrgenmode eui64", "addrgenmode random"),
        Gen.OneOf("0", "1", "4294967295", "1442840576", "1442840583", "77").Select(group => $"group {group}"),
        Gen.Int[0, 255].Select(last => $"address 02:00:00:00:ff:{last:x2}"), Words.One("multicast off", "arp off", "promisc on", "allmulticast on"),
        OddText.Alias.Select(alias => $"alias {IpBatch.Quote(alias)}"));

    internal static Gen<LinkSpec> Link { get; } = Types.SelectMany(type => Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 9], OddText.Name, OddText.Name, Options(type), More, Words.Mostly, Gen.Int[0, 9].Nullable(),
        (place, peerPlace, name, peerName, options, more, up, master) =>
            new LinkSpec(type, place, peerPlace, name, peerName, options, more, up, master)));

    private static Gen<string[]> Options(LinkType type) => type switch
    {
        LinkType.Bridge => Bridge,
        LinkType.Vxlan => Vxlan,
        LinkType.Macvlan => Macvlan,
        _ => Gen.Const(Array.Empty<string>()),
    };
}
