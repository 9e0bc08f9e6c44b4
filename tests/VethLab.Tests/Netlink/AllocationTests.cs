using System.Net;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Tests.Support;

namespace VethLab.Tests.Netlink;

/// <summary>What fixed work takes of memory, which is the same on a slow machine: what is handed out, and not a piece for each attribute.</summary>
[Collection(Alone.Name)]
public sealed class AllocationTests(ManyLinks links) : IClassFixture<ManyLinks>
{
    /// <summary>The bytes that work allocates on this thread, when everything that is made once has been made.</summary>
    private static long Allocated(Action work)
    {
        work();
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

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
    public void A_message_allocates_the_same_with_one_attribute_and_with_a_hundred()
    {
        var (few, many) = (Message(1), Message(100));

        Assert.Equal(Allocated(() => LinkMessage.Decode(RouteConstants.RTM_NEWLINK, few)), Allocated(() => LinkMessage.Decode(RouteConstants.RTM_NEWLINK, many)));

        static byte[] Message(int count)
        {
            var writer = new NetlinkWriter();
            writer.Append(RouteConstants.IFINFOMSG_LENGTH);
            for (var i = 0; i < count; i++)
                writer.PutInt32(RouteConstants.IFLA_MTU, 1500);
            return writer.Written.ToArray();
        }
    }

    [Fact]
    public void Attributes_are_written_without_allocating_anything()
    {
        var writer = new NetlinkWriter();
        var mac = new LinkDescription { Name = "veth01", Mtu = 1400, Group = 7, Queues = 1, MasterIndex = 3 };
        var kind = new VethLink(new LinkDescription { Name = "eth0", Group = 7, Queues = 1 });
        var address = IPAddress.Parse("fd00::1");

        Assert.Equal(0, Allocated(() =>
        {
            writer.Reset();
            mac.Write(writer);
            kind.Write(writer);
            writer.PutAddress(1, address);
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
