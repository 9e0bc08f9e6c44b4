using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Tests.Support;
using static VethLab.Tests.Support.Allocations;

namespace VethLab.Tests.Netlink;

/// <summary>What fixed work takes of memory, which is the same on a slow machine: what is handed out, and not a piece for each attribute.</summary>
[Collection(Alone.Name)]
public sealed class AllocationTests(ManyLinks links, ManyEntries entries) : IClassFixture<ManyLinks>, IClassFixture<ManyEntries>
{
    [Fact]
    public void A_list_of_2000_links_allocates_the_links_and_their_texts()
    {
        using var socket = NetlinkSocket.OpenRoute(links.Sandbox.There);
        var client = new LinkClient(socket);
        var count = client.List().Count;

        var each = Allocated(() => client.List()) / (double)count;

        // The object has about 250 bytes, its counters 80, the four texts 30 to 40 each; a list doubles when it grows.
        Assert.InRange(each, 200, 640);
    }

    [Fact]
    public void A_list_of_forwarding_entries_allocates_the_entries_alone()
    {
        using var socket = NetlinkSocket.OpenRoute(entries.Sandbox.There);
        var client = new BridgeFdbClient(socket);
        var had = client.List();

        Assert.InRange(had.Count, ManyEntries.Count, ManyEntries.Count + 50);
        AssertAsMuchAs(() => Copy(had, entry => entry with { }), () => client.List());
    }

    [Fact]
    public void A_list_of_neighbours_allocates_them_and_their_addresses_alone()
    {
        using var socket = NetlinkSocket.OpenRoute(entries.Sandbox.There);
        var client = new NeighborClient(socket);
        var had = client.List();

        Assert.InRange(had.Count, 2 * ManyEntries.Count, (2 * ManyEntries.Count) + 50);
        AssertAsMuchAs(() => Copy(had, entry => entry with { Address = Copy(entry.Address) }), () => client.List());
    }

    /// <summary>As much as copies of the same objects in a list that grows, and a request.</summary>
    private static void AssertAsMuchAs(Action copying, Action listing)
    {
        var least = Allocated(copying);
        Assert.InRange(Allocated(listing), least, least + 1024);
    }

    private static void Copy<T>(IReadOnlyList<T> from, Func<T, T> copy)
    {
        var to = new List<T>();
        for (var i = 0; i < from.Count; i++)
            to.Add(copy(from[i]));
    }

    private static IPAddress Copy(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        Assert.True(address.TryWriteBytes(bytes, out var length));
        return new IPAddress(bytes[..length]);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("address")]
    [InlineData("neighbour")]
    [InlineData("forwarding entry")]
    [InlineData("route")]
    [InlineData("next hop")]
    public void A_message_allocates_the_same_with_one_attribute_and_with_a_hundred(string what)
    {
        var (few, many) = (Message(what, 1), Message(what, 100));

        Assert.Equal(Allocated(() => Decode(what, few)), Allocated(() => Decode(what, many)));
    }

    private static byte[] Message(string what, int count)
    {
        var writer = new NetlinkWriter();
        var (fixedLength, address, attribute) = what switch
        {
            "link" => (RouteConstants.IFINFOMSG_LENGTH, 0, RouteConstants.IFLA_MTU),
            "address" => (RouteConstants.IFADDRMSG_LENGTH, RouteConstants.IFA_LOCAL, RouteConstants.IFA_FLAGS),
            "neighbour" => (RouteConstants.NDMSG_LENGTH, RouteConstants.NDA_DST, RouteConstants.NDA_FLAGS_EXT),
            "forwarding entry" => (RouteConstants.NDMSG_LENGTH, 0, RouteConstants.NDA_MASTER),
            // RTA_VIA of four bytes is none.
            "next hop" => (RouteConstants.RTNEXTHOP_LENGTH, 0, RouteConstants.RTA_VIA),
            _ => (RouteConstants.RTMSG_LENGTH, RouteConstants.RTA_DST, RouteConstants.RTA_PRIORITY),
        };
        // A family is the first byte of all but the next hop, which begins with its length.
        writer.Append(fixedLength)[0] = what == "forwarding entry" ? (byte)Libc.AF_BRIDGE : (byte)Libc.AF_INET;
        if (what == "forwarding entry")
            writer.PutBytes(RouteConstants.NDA_LLADDR, [2, 0, 0, 0, 0, 1]);
        if (address != 0)
            writer.PutAddress(address, IPAddress.Loopback);
        for (var i = 0; i < count; i++)
            writer.PutInt32(attribute, 1500);
        if (what == "next hop")
            writer.CloseElement(0);
        return writer.Written.ToArray();
    }

    private static void Decode(string what, byte[] body) => Assert.NotNull(what switch
    {
        "link" => LinkMessage.Decode(RouteConstants.RTM_NEWLINK, body),
        "address" => AddressMessage.Decode(RouteConstants.RTM_NEWADDR, body),
        "neighbour" => NeighborMessage.Decode(RouteConstants.RTM_NEWNEIGH, body),
        "forwarding entry" => BridgeFdbMessage.Decode(RouteConstants.RTM_NEWNEIGH, body),
        "next hop" => RouteHop.DecodeAll(body),
        _ => (object?)RouteMessage.Decode(RouteConstants.RTM_NEWROUTE, body),
    });

    [Fact]
    public void Attributes_are_written_without_allocating_anything()
    {
        var writer = new NetlinkWriter();
        var link = new LinkDescription { Name = "veth01", Mtu = 1400, Group = 7, Queues = 1, MasterIndex = 3, MacAddress = MacAddress.Random(), Alias = "vethlab — lab" };
        var kind = new VethLink(new LinkDescription { Name = "eth0", Group = 7, Queues = 1 });
        var address = IPAddress.Parse("fd00::1");

        Assert.Equal(0, Allocated(() =>
        {
            writer.Reset();
            link.Write(writer);
            kind.Write(writer);
            writer.PutAddress(1, address);
            RouteHop.WriteGateway(writer, address, AddressFamily.InterNetwork);
        }));
    }

    [Fact]
    public void A_request_and_its_answer_need_few_bytes()
    {
        using var socket = NetlinkSocket.OpenRoute(links.Sandbox.There);
        var client = new LinkClient(socket);
        var change = new LinkDescription { Alias = "same" };

        Assert.InRange(Allocated(() => client.Change(1, change)), 0, 768);
    }
}
