using System.Net;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Tests.Support;
using static VethLab.Linux.Netlink.NetlinkConstants;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Tests.Netlink;

/// <summary>Single requests and batches against the real kernel: acknowledgements, refusals with the kernel's words, size.</summary>
public sealed class RequestTests : IDisposable
{
    private readonly Sandbox sandbox = new();
    private readonly NetlinkSocket socket;

    public RequestTests() => socket = NetlinkSocket.OpenRoute(sandbox.There);

    private LinkClient Links => new(socket);

    public void Dispose()
    {
        socket.Dispose();
        sandbox.Dispose();
    }

    [Fact]
    public void A_refusal_carries_the_kernels_own_words_and_the_place()
    {
        Links.Change(1, new LinkDescription { Up = true });
        Assert.True(IPPrefix.TryParse("10.0.0.0/24", out var destination));
        var words = Assert.Throws<NetlinkException>(
            () => new RouteClient(socket).Add(new RouteMessage { Destination = destination, Gateway = IPAddress.Parse("1.2.3.4") }));
        var place = Assert.Throws<NetlinkException>(() => Links.Change(1, new LinkDescription { Name = new string('x', 16) }));

        Assert.Equal((Errno.ENETUNREACH, "Nexthop has invalid gateway"), (words.Errno, words.KernelMessage));
        Assert.Equal("add route to 10.0.0.0/24: Nexthop has invalid gateway (ENETUNREACH)", words.Message);
        // struct nlmsghdr and struct ifinfomsg stand before the name.
        Assert.Equal((Errno.ERANGE, 32), (place.Errno, place.AttributeOffset));
    }

    [Fact]
    public void A_kind_of_link_that_the_kernel_lacks_is_a_missing_feature()
    {
        var kind = sandbox.Try("", "ip", ["link", "add", "probe0", "type", "dummy"]).Code == 0 ? "no-such-kind" : "dummy";
        var failure = Assert.Throws<NetlinkException>(() => Links.Create(new LinkDescription { Name = "d0" }, new PlainLink(kind)));
        var explained = InterfaceReader.ExplainCreation(failure, kind, "d0")!;

        Assert.Equal((Errno.EOPNOTSUPP, "Unknown device type"), (failure.Errno, failure.KernelMessage));
        Assert.Equal((NetworkError.FeatureMissing, "d0"), (explained.Error, explained.Target));
        Assert.Contains($"no '{kind}' links", explained.Message, StringComparison.Ordinal);
        Assert.Contains($"modprobe {kind}", explained.Advice, StringComparison.Ordinal);
        Assert.Null(Links.Find("d0"));
    }

    [Fact]
    public void What_is_not_there_is_null_by_name_and_by_index()
    {
        Assert.Null(Links.Find("missing"));
        Assert.Null(Links.Find(4711));
        Assert.Equal("lo", Links.Find(1)!.Name);
        Assert.Equal(1, Links.Find("lo")!.Index);
    }

    [Fact]
    public void A_batch_returns_a_verdict_for_each_request_that_asked_for_one_or_was_refused()
    {
        NetlinkRequest Bridge(string name) => LinkClient.CreateRequest(new LinkDescription { Name = name }, new BridgeLink());
        var silent = new NetlinkRequest("set the alias", RTM_NEWLINK);
        new LinkDescription { Alias = "quiet" }.Write(silent.Body, 1);
        NetlinkRequest[] requests = [Bridge("b1"), Bridge("b1"), silent, LinkClient.DeleteRequest(4711), Bridge("b2")];

        var verdicts = socket.Exchange(requests);

        Assert.Equal(
            [(requests[0], Errno.None), (requests[1], Errno.EEXIST), (requests[3], Errno.ENODEV), (requests[4], Errno.None)],
            verdicts.Select(verdict => (verdict.Request, verdict.Error.Errno)));
        Assert.Equal(["lo", "b1", "b2"], Links.List().Select(link => link.Name));
        Assert.Equal("quiet", Links.Find(1)!.Alias);
    }

    [Fact]
    public void A_batch_of_thousands_gets_all_its_answers()
    {
        var requests = Enumerable.Range(0, 4000).Select(i => AddressClient.AddRequest(1, new IPPrefix(new IPAddress([10, 1, (byte)(i / 250), (byte)(1 + (i % 250))]), 32))).ToList();

        var verdicts = socket.Exchange(requests);

        Assert.Equal(requests, verdicts.Select(verdict => verdict.Request));
        Assert.All(verdicts, verdict => Assert.Equal(Errno.None, verdict.Error.Errno));
        Assert.Equal(requests.Count, new AddressClient(socket).List(1).Count);
    }

    [Fact]
    public void Links_of_other_namespaces_are_found_from_here_where_they_have_a_number_here()
    {
        var others = Enumerable.Range(0, 70).Select(_ => NamespaceDirectory.Create()).ToList();
        try
        {
            var tied = others.Where((_, i) => i % 3 != 0).ToList();
            foreach (var other in tied)
                Links.Create(new LinkDescription { Name = $"v{tied.IndexOf(other)}" }, new VethLink(new LinkDescription { Name = $"end{others.IndexOf(other)}", Namespace = other }));

            var loopbacks = Links.FindInEach(others, 1);

            Assert.Equal(others.Select(other => tied.Contains(other) ? "lo" : null), loopbacks.Select(link => link?.Name));
            Assert.All(Links.FindInEach(others, 4711), Assert.Null);
            Assert.Empty(Links.FindInEach([], 1));
            Assert.Equal("lo", Links.Find(1)!.Name);
        }
        finally
        {
            others.ForEach(other => other.Dispose());
        }
    }

    [Fact]
    public void Ports_of_bridges_alone_are_told_as_among_all_links()
    {
        Links.Create(new LinkDescription { Name = "b1" }, new BridgeLink());
        Links.Create(new LinkDescription { Name = "alone" }, new VethLink(new LinkDescription { Name = "peer" }));
        foreach (var name in new[] { "p1", "p2" })
            Links.Create(new LinkDescription { Name = name, MasterIndex = Links.Find("b1")!.Index, Up = true }, new VethLink(new LinkDescription { Name = $"{name}peer" }));
        Links.SetHairpin(Links.Find("p2")!.Index, true);

        var ports = Links.ListBridgePorts();

        Assert.Equal(["p1", "p2"], ports.Select(port => port.Name));
        Assert.Equal(Links.List().Select(link => link.BridgePort).OfType<BridgePortData>(), ports.Select(port => port.BridgePort));
        Assert.Equal([false, true], ports.Select(port => port.BridgePort!.IsHairpin));
    }

    [Fact]
    public void A_request_of_60000_bytes_gets_its_answer_and_the_socket_works_on()
    {
        var failure = Assert.Throws<NetlinkException>(() => Links.Change(1, new LinkDescription { Alias = new string('x', 60_000) }));

        Assert.Equal((Errno.ERANGE, 32), (failure.Errno, failure.AttributeOffset));
        Assert.Equal("lo", Links.Find(1)!.Name);
    }

    [Fact]
    public void An_answer_that_nobody_waited_for_is_not_taken_for_the_next_requests()
    {
        var request = new NetlinkRequest("read loopback", RTM_GETLINK, NLM_F_ACK);
        new LinkDescription { Index = 1 }.Write(request.Body);
        // The acknowledgement, a success, stays in the socket.
        Assert.Throws<InvalidDataException>(() => socket.Get<LinkMessage>(request, (_, _) => throw new InvalidDataException("unreadable")));

        var failure = Assert.Throws<NetlinkException>(() => Links.Delete(4711));

        Assert.Equal((Errno.ENODEV, 2u), (failure.Errno, failure.Sequence));
    }
}
