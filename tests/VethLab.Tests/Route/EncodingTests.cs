using System.Net;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Tests.Support;

namespace VethLab.Tests.Route;

/// <summary>What VethLab sends against what ip sent for the equivalent command: header, fixed part and every attribute.</summary>
public sealed class EncodingTests : IDisposable
{
    private const uint Group = 1442840576;

    private readonly NamespaceHandle here = NamespaceHandle.OpenCurrent();

    public void Dispose() => here.Dispose();

    /// <summary>ip sends its request last, after some questions.</summary>
    private static List<string> Ip(string recording, bool isVeth = false) => MessageTree.Of(Recording.Load(recording).Sent[^1], isVeth);

    private static List<string> Ours(NetlinkRequest request, bool isVeth = false) => MessageTree.Of(request.Finish(1), isVeth);

    private static void AssertSame(string recording, NetlinkRequest request) => AssertDiffers(recording, request, [], []);

    private static void AssertDiffers(string recording, NetlinkRequest request, string[] onlyIp, string[] onlyOurs, bool isVeth = false)
    {
        var (ip, ours) = (Ip(recording, isVeth), Ours(request, isVeth));
        Assert.Equal(onlyIp, ip.Except(ours));
        Assert.Equal(onlyOurs, ours.Except(ip));
        Assert.Equal(ip.Count - onlyIp.Length, ours.Count - onlyOurs.Length);
    }

    private static string Hex(string text) => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_veth_pair_with_its_peer_elsewhere_is_one_message()
    {
        LinkDescription End(string name, string mac) =>
            new() { Name = name, MacAddress = MacAddress.Parse(mac), Mtu = 1400, Group = Group, Queues = 1 };

        // The kind's name ends in a NUL here; the kernel takes both (NLA_STRING).
        AssertDiffers(
            "create-veth",
            LinkClient.CreateRequest(End("veth01", "02:00:00:00:00:01"), new VethLink(End("br-veth01", "02:00:00:00:00:02") with { Namespace = here })),
            [$"18/1 = {Hex("veth")}"],
            [$"18/1 = {Hex("veth\0")}"],
            isVeth: true);
    }

    [Fact]
    public void A_bridge_with_its_options_is_one_message() => AssertDiffers(
        "create-bridge",
        LinkClient.CreateRequest(
            new LinkDescription { Name = "br01", MacAddress = MacAddress.Parse("02:00:00:00:00:03"), Mtu = 1400, Group = Group },
            new BridgeLink
            {
                Stp = true, ForwardDelay = TimeSpan.FromSeconds(4), AgeingTime = TimeSpan.FromMinutes(1), MulticastSnooping = false,
            }),
        [$"18/1 = {Hex("bridge")}"],
        [$"18/1 = {Hex("bridge\0")}"]);

    [Fact]
    public void A_link_goes_up_and_down()
    {
        AssertSame("set-up", LinkClient.ChangeRequest(5, new LinkDescription { Up = true }));
        AssertSame("set-down", LinkClient.ChangeRequest(5, new LinkDescription { Up = false }));
    }

    [Fact]
    public void A_link_gets_a_bridge_and_loses_it()
    {
        AssertSame("set-master", LinkClient.ChangeRequest(4, new LinkDescription { MasterIndex = 3 }));
        AssertSame("set-nomaster", LinkClient.ChangeRequest(4, new LinkDescription { MasterIndex = 0 }));
    }

    [Fact]
    public void A_link_gets_an_MTU_an_address_and_a_namespace()
    {
        AssertSame("set-mtu", LinkClient.ChangeRequest(5, new LinkDescription { Mtu = 1300 }));
        AssertSame("set-address", LinkClient.ChangeRequest(5, new LinkDescription { MacAddress = MacAddress.Parse("02:00:00:00:00:04") }));
        AssertSame("set-netns", LinkClient.ChangeRequest(5, new LinkDescription { Namespace = here }));
    }

    [Fact]
    public void A_link_gets_an_alias_in_UTF_8() =>
        AssertSame("set-alias", LinkClient.ChangeRequest(5, new LinkDescription { Alias = "vethlab — lab" }));

    [Fact]
    public void A_link_makes_no_link_local_address() =>
        AssertSame("set-addrgenmode", LinkClient.ChangeRequest(5, new LinkDescription { MakesLinkLocalAddress = false }));

    [Fact]
    public void A_link_is_deleted() => AssertSame("delete-link", LinkClient.DeleteRequest(4));

    [Fact]
    public void An_IPv4_address_comes_with_its_broadcast_address()
    {
        Assert.True(IPPrefix.TryParse("192.168.88.1/24", out var address));

        AssertSame("add-address-4", AddressClient.AddRequest(3, address));
        AssertSame("delete-address", AddressClient.RemoveRequest(3, address));
    }

    // IFA_FLAGS repeats the header's flags; flags above 255 fit only there.
    [Fact]
    public void An_IPv6_address_skips_duplicate_detection()
    {
        Assert.True(IPPrefix.TryParse("fd00:88::1/64", out var address));

        AssertDiffers("add-address-6", AddressClient.AddRequest(3, address, AddressFlags.NoDuplicateDetection), [], ["8 = 02000000"]);
    }

    [Fact]
    public void Routes_are_written_with_what_they_have()
    {
        AssertSame("add-route-default", RouteClient.AddRequest(Route("0.0.0.0/0", "192.168.88.254") with { InterfaceIndex = 3 }));
        AssertSame("add-route-table", RouteClient.AddRequest(Route("10.2.0.0/16", "192.168.88.254") with { Table = 1000 }));
        AssertSame("add-route-6", RouteClient.AddRequest(Route("fd00:99::/64", "fd00:88::254") with { InterfaceIndex = 3 }));
        AssertSame("add-route-link", RouteClient.AddRequest(OnLink));
    }

    // ip leaves scope (255: any) and protocol open when it deletes; VethLab names them, since it deletes what it has read.
    [Fact]
    public void A_route_is_deleted_as_it_was_made() => AssertDiffers(
        "delete-route",
        RouteClient.RemoveRequest(OnLink),
        ["fixed 02100000FE00FF0000000000"],
        ["7 = C0A85801", "fixed 02100000FE04FD0100000000"]);

    [Fact]
    public void Several_ways_are_one_attribute_and_next_hops_of_the_other_family_another()
    {
        AssertSame("add-route-ways", RouteClient.AddRequest(Ways));
        AssertSame("add-route-via", RouteClient.AddRequest(Route("10.7.0.0/16", "fd00:88::254") with { InterfaceIndex = 3, Flags = RouteHopFlags.OnLink }));
        AssertDiffers("delete-route-ways", RouteClient.RemoveRequest(Ways), ["fixed 02100000FE04FF0000000000"], ["fixed 02100000FE04000100000000"]);
    }

    // The kernel takes a next hop object or what is in it, and reports both.
    [Fact]
    public void A_route_by_a_next_hop_object_is_written_with_its_number_alone()
    {
        var read = Route("10.11.0.0/16", "192.168.88.251") with { InterfaceIndex = 3, NextHopId = 11 };

        AssertSame("add-route-object", RouteClient.AddRequest(read));
        AssertDiffers("delete-route-object", RouteClient.RemoveRequest(read), ["fixed 02100000FE04FF0000000000"], ["fixed 02100000FE04000000000000"]);
    }

    private static RouteMessage Ways => Route("10.6.0.0/16", null) with
    {
        Multipath =
        [
            new RouteHop { Gateway = IPAddress.Parse("192.168.88.253"), InterfaceIndex = 3, Weight = 3 },
            new RouteHop { Gateway = IPAddress.Parse("192.168.88.252"), InterfaceIndex = 3, Flags = RouteHopFlags.OnLink },
        ],
    };

    private static RouteMessage OnLink => Route("10.1.0.0/16", null) with
    {
        InterfaceIndex = 3, Metric = 77, Source = IPAddress.Parse("192.168.88.1"), Scope = 253,
    };

    private static RouteMessage Route(string destination, string? gateway)
    {
        Assert.True(IPPrefix.TryParse(destination, out var prefix));
        return new RouteMessage { Destination = prefix, Gateway = gateway is null ? null : IPAddress.Parse(gateway), Protocol = 4 };
    }
}
