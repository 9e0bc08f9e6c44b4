using System.Net;
using VethLab.Linux.Route;
using VethLab.Networks;
using VethLab.Networks.Addresses;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;
using VethLab.Tests.Support;

namespace VethLab.Tests.Networks;

/// <summary>Objects are snapshots: equal when they say the same, whenever and by whomever they were read.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly Sandbox sandbox = new();
    private readonly NamespaceSession session;

    public SnapshotTests()
    {
        session = Session.In(sandbox);
        sandbox.Ip("link set lo up");
        sandbox.Ip("link add br01 address 02:00:00:00:00:01 type bridge");
        sandbox.Ip("link add veth01 address 02:00:00:00:00:02 type veth peer name br-veth01 address 02:00:00:00:00:03");
        sandbox.Ip("link set br-veth01 master br01");
        sandbox.Ip("address add 192.168.88.1/24 dev br01");
        sandbox.Ip("address add fd00::1/64 dev br01 nodad");
        sandbox.Ip("link set br01 addrgenmode none up");
        sandbox.Ip("route add 10.0.0.0/8 via 192.168.88.254 metric 5");
        // That it has no carrier the kernel notices a little later (linkwatch).
        Assert.True(SpinWait.SpinUntil(() => InterfaceReader.Read(session, "br01").State == OperationalState.Down, TimeSpan.FromSeconds(5)));
    }

    public void Dispose()
    {
        session.Dispose();
        sandbox.Dispose();
    }

    private static void AssertEqualAndNotSame<T>(IReadOnlyList<T> first, IReadOnlyList<T> second) where T : class
    {
        Assert.NotEmpty(first);
        Assert.Equal(first, second);
        Assert.Equal(first.Select(item => item.GetHashCode()), second.Select(item => item.GetHashCode()));
        Assert.NotSame(first[0], second[0]);
        Assert.Distinct(first);
    }

    private static List<T> Uncounted<T>(IReadOnlyList<T> interfaces) where T : NetInterface =>
        [.. interfaces.Select(item => (T)(item with { Counters = null }))];

    [Fact]
    public void The_same_things_read_twice_are_equal()
    {
        using var another = Session.In(sandbox);

        // A bridge counts what its IPv6 wants to send in its own time; nobody sends on lo.
        AssertEqualAndNotSame(Uncounted(InterfaceReader.List(session)), Uncounted(InterfaceReader.List(another)));
        AssertEqualAndNotSame(Uncounted(InterfaceReader.ListBridges(session)), Uncounted(InterfaceReader.ListBridges(another)));
        AssertEqualAndNotSame([InterfaceReader.Read(session, "lo")], [InterfaceReader.Read(another, "lo")]);
        AssertEqualAndNotSame(VethReader.List(session), VethReader.List(another));
        AssertEqualAndNotSame(AddressOperations.List(session), AddressOperations.List(another));
        AssertEqualAndNotSame(RouteOperations.List(session), RouteOperations.List(another));
    }

    /// <summary>Read from messages, since a kernel may have bridges only.</summary>
    [Theory]
    [InlineData("bridge", "m", "m")]
    [InlineData("vrf", "m", null)]
    [InlineData("bond", "m", null)]
    public void An_interface_names_its_master_of_any_kind_and_its_bridge(string kind, string master, string? bridge)
    {
        var part = new LinkMessage { Index = 2, Name = "eth0", MasterIndex = 3 };
        var whole = new LinkMessage { Index = 3, Name = "m", Kind = kind, Group = VethLabMark.Group + 7 };

        var context = new LinkContext([part, whole], []);
        var (link, above) = (NetInterface.From(part, context, session), NetInterface.From(whole, context, session));

        Assert.Equal((master, bridge, null), (link.Master, link.Bridge, link.Owner));
        Assert.Equal((null, null, "vethlab"), (above.Master, above.Bridge, above.Owner));
    }

    [Fact]
    public void A_list_is_a_collection_to_those_who_know_only_IList()
    {
        System.Collections.IList list = InterfaceReader.ReadBridge(session, "br01").IPAddress;

        Assert.Equal(["192.168.88.1/24", "fd00::1/64"], list.Cast<string>());
        Assert.Equal(("fd00::1/64", 1, true, false), (list[1], list.IndexOf("fd00::1/64"), list.Contains("192.168.88.1/24"), list.Contains(3)));
        Assert.Throws<NotSupportedException>(() => list.Add("10.0.0.1/8"));
        Assert.Throws<NotSupportedException>(() => list[0] = "10.0.0.1/8");
    }

    [Fact]
    public void What_has_changed_is_not_equal_any_more()
    {
        var (bridge, veth) = (InterfaceReader.ReadBridge(session, "br01"), InterfaceReader.Read(session, "veth01"));

        sandbox.Ip("address add 192.168.88.2/24 dev br01");
        sandbox.Ip("link set veth01 mtu 1400");

        Assert.NotEqual(bridge, InterfaceReader.ReadBridge(session, "br01"));
        Assert.NotEqual(veth, InterfaceReader.Read(session, "veth01"));
        Assert.Equal(veth, InterfaceReader.Read(session, "veth01") with { Mtu = 1500 });
    }

    [Fact]
    public void The_same_in_another_namespace_is_not_equal()
    {
        using var elsewhere = new Sandbox();
        using var there = Session.In(elsewhere);

        Assert.NotEqual(InterfaceReader.Read(session, "lo"), InterfaceReader.Read(there, "lo"));
    }

    [Fact]
    public void Interfaces_say_what_ip_says()
    {
        var veth = InterfaceReader.Read(session, "br-veth01");
        var bridge = InterfaceReader.ReadBridge(session, "br01");

        Assert.Equal(("veth", "br01", "veth01", null), (veth.Kind, veth.Bridge, veth.PeerName, veth.PeerNamespaceId));
        Assert.Equal(["192.168.88.1/24", "fd00::1/64"], bridge.IPAddress.Select(address => address.ToString()));
        Assert.Equal(["br-veth01"], bridge.Ports);
        Assert.Equal("8000.020000000001", bridge.BridgeId);
        Assert.Equal("loopback", InterfaceReader.Read(session, "lo").Kind);
        var route = Assert.Single(RouteOperations.List(session), route => route.DestinationPrefix == "10.0.0.0/8");
        Assert.Equal(("192.168.88.254", "br01", 5u, "Boot"), (route.NextHop?.ToString(), route.InterfaceAlias, route.RouteMetric, route.Protocol));
        Assert.Equal("10.0.0.0/8 via 192.168.88.254 dev br01", route.ToString());
    }

    [Fact]
    public void Lists_are_equal_when_their_elements_are_in_the_same_order()
    {
        SnapshotList<string> list = ["a", "b"];

        Assert.True(list.Equals(["a", "b"]));
        Assert.Equal(list.GetHashCode(), SnapshotList.Create(["a", "b"]).GetHashCode());
        Assert.False(list.Equals(["b", "a"]));
        Assert.False(list.Equals(["a"]));
        Assert.False(list.Equals(null));
        Assert.False(list.Equals((object)new[] { "a", "b" }));
        Assert.True(list.Equals((object)SnapshotList.Create(["a", "b"])));
        Assert.Equal((2, "b", "a, b"), (list.Count, list[1], list.ToString()));
        Assert.True(SnapshotList.Create<string>([]).Equals([]));
    }
}
