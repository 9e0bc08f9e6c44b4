using System.Diagnostics;
using System.Net;
using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route;
using VethLab.Tests.Support;
using static VethLab.Linux.Netlink.NetlinkConstants;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Tests.Netlink;

/// <summary>Long lists from the real kernel: complete, consistent while others change what is listed, and whole after a failure.</summary>
[Collection(Alone.Name)]
public sealed class DumpTests(ManyLinks links) : IClassFixture<ManyLinks>, IDisposable
{
    private readonly NetlinkSocket socket = NetlinkSocket.OpenRoute(links.Sandbox.There);

    public void Dispose() => socket.Dispose();

    private static NetlinkRequest ListRequest()
    {
        var request = new NetlinkRequest("list links", RTM_GETLINK, NLM_F_DUMP);
        request.Body.Append(IFINFOMSG_LENGTH);
        return request;
    }

    private static List<string> SortedNames(IEnumerable<LinkMessage> read) => [.. read.Select(link => link.Name).Order(StringComparer.Ordinal)];

    [Fact]
    public void A_list_of_2000_links_is_complete_with_and_without_counters()
    {
        var client = new LinkClient(socket);

        Assert.Equal(ManyLinks.Names, SortedNames(client.List()));
        Assert.Equal(ManyLinks.Names, SortedNames(client.List(withCounters: true)));
        Assert.All(client.List(withCounters: true), link => Assert.NotNull(link.Counters));
    }

    [Fact]
    public void A_list_that_changes_meanwhile_is_read_again_until_it_is_consistent()
    {
        using var others = NetlinkSocket.OpenRoute(links.Sandbox.There);
        using var stop = new CancellationTokenSource();
        var churn = OwnThread.Start(() =>
        {
            // A link that comes and goes; what is listed must be all of the rest, once each.
            var client = new LinkClient(others);
            var random = new Random(1);
            while (!stop.IsCancellationRequested)
            {
                client.Create(new LinkDescription { Name = "churn0", Queues = 1 }, new Linux.Route.LinkKinds.BridgeLink());
                Thread.Sleep(random.Next(60));
                client.Delete(client.Find("churn0")!.Index);
                Thread.Sleep(random.Next(60));
            }
        });
        var (consistent, repeated) = (0, 0);
        var clock = Stopwatch.StartNew();
        try
        {
            uint last = 0;
            while (clock.Elapsed < TimeSpan.FromSeconds(20) && (repeated < 8 || consistent < 30))
            {
                var request = ListRequest();
                var names = SortedNames(socket.Dump(request, LinkMessage.Decode));
                names.Remove("churn0");
                Assert.Equal(ManyLinks.Names, names);
                consistent++;
                repeated += request.Sequence > last + 1 ? 1 : 0;
                last = request.Sequence;
            }
        }
        finally
        {
            stop.Cancel();
            churn.Join();
        }
        Assert.True(repeated >= 8 && consistent >= 30, $"{consistent} lists, {repeated} of them read more than once");
    }

    [Fact]
    public void A_list_that_changes_all_the_time_is_given_up_with_words()
    {
        socket.DumpPatience = TimeSpan.Zero;

        var failure = Assert.Throws<NetlinkException>(() => ListWhileAddressesChange(lists: uint.MaxValue));

        Assert.Equal((Errno.EAGAIN, "list addresses", 10u), (failure.Errno, failure.Operation, failure.Sequence));
        Assert.InRange(new AddressClient(socket).List().Count, 4 * ManyLinks.Pairs, (4 * ManyLinks.Pairs) + 1);
    }

    [Fact]
    public void A_list_that_changes_for_a_while_is_read_when_that_is_over()
    {
        var (count, asked) = ListWhileAddressesChange(lists: 14);

        Assert.InRange(count, 4 * ManyLinks.Pairs, (4 * ManyLinks.Pairs) + 1);
        Assert.Equal(15u, asked);
    }

    /// <summary>Lists addresses, of which one comes or goes between the parts of the first lists; returns how many there are and how often was asked.</summary>
    private (int Count, uint Asked) ListWhileAddressesChange(uint lists)
    {
        using var others = NetlinkSocket.OpenRoute(links.Sandbox.There);
        GiveEachLinkAddresses(others);
        var request = new NetlinkRequest("list addresses", RTM_GETADDR, NLM_F_DUMP);
        request.Body.Append(IFADDRMSG_LENGTH);
        var client = new AddressClient(others);
        Assert.True(IPPrefix.TryParse("10.0.0.1/32", out var address));
        var (read, changes) = (0, 0);
        var list = socket.Dump(request, (type, body) =>
        {
            // The answer has several parts, and every part is read before something changes.
            if (read++ % 100 == 0 && request.Sequence <= lists)
            {
                if (changes++ % 2 == 0)
                    client.Add(1, address);
                else
                    client.Remove(1, address);
            }
            return AddressMessage.Decode(type, body);
        });
        return (list.Count, request.Sequence);
    }

    /// <summary>Two for each, unless an earlier test did: the kernel prepares some parts ahead, and the answer has to be longer than these.</summary>
    private static void GiveEachLinkAddresses(NetlinkSocket socket)
    {
        var requests = new LinkClient(socket).List().Where(link => link.Name != "lo").SelectMany(link => new byte[] { 1, 2 }.Select(
            net => AddressClient.AddRequest(link.Index, new IPPrefix(new IPAddress([10, net, (byte)(link.Index >> 8), (byte)link.Index]), 32))));
        Assert.All(socket.Exchange([.. requests]), verdict => Assert.True(verdict.Error.Errno is Errno.None or Errno.EEXIST));
    }

    [Fact]
    public void After_an_answer_that_cannot_be_read_the_socket_works_on()
    {
        for (var round = 0; round < 3; round++)
        {
            Assert.Throws<InvalidDataException>(
                () => socket.Dump<LinkMessage>(ListRequest(), (_, _) => throw new InvalidDataException("unreadable")));
            Assert.Equal(ManyLinks.Names.Count, socket.Dump(ListRequest(), LinkMessage.Decode).Count);
        }
    }
}
