using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Tests.Support;

namespace VethLab.Tests.Networks;

/// <summary>
/// Ends that have just come up. Kernels since 6.7 tell the state of a link that is asked for alone as it is, so what older ones would have told is given here; loopback,
/// of which all of them say Unknown for good, stands for a link of which one is in no hurry.
/// </summary>
public sealed class RisenLinkTests : IDisposable
{
    private const int OwnIndex = 2;

    private readonly Sandbox here = new();
    private readonly Sandbox there = new();
    private readonly NamespaceSession session;

    public RisenLinkTests()
    {
        session = Session.In(here);
        here.Ip("link set lo up");
    }

    public void Dispose()
    {
        session.Dispose();
        here.Dispose();
        there.Dispose();
    }

    [Theory]
    [InlineData(OperationalState.Unknown)]
    [InlineData(OperationalState.Down)]
    [InlineData(OperationalState.LowerLayerDown)]
    public void What_works_and_is_said_not_to_is_read_again(OperationalState said)
    {
        var link = MakePair(peerIndex: 3);

        Assert.Equal(OperationalState.Up, RisenLink.Settle(session, link with { State = said }).State);
    }

    [Fact]
    public void What_is_settled_is_not_asked_for()
    {
        // A name that it does not have would be gone if it were read again.
        var link = MakePair(peerIndex: 3) with { Name = "told", State = OperationalState.Up };

        Assert.Same(link, RisenLink.Settle(session, link));
        foreach (var other in new[]
        {
            link with { State = OperationalState.Unknown, Kind = "dummy" },
            link with { State = OperationalState.Unknown, Flags = LinkFlags.Up },
            link with { State = OperationalState.Down, Flags = LinkFlags.LowerUp },
            link with { State = OperationalState.Dormant },
        })
        {
            Assert.Same(other, RisenLink.Settle(session, other));
        }
    }

    [Fact]
    public void The_kernel_is_told_of_a_link_that_it_takes_for_its_peer()
    {
        Assert.Equal(OperationalState.Up, RisenLink.Settle(session, LoopbackAsEnd(peerIndex: 1, peerNamespaceId: 0)).State);
        Assert.Contains("state UP", here.Ip("-o link show dev lo"));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(1, null)]
    public void The_kernel_is_told_of_no_other_link(int peerIndex, int? peerNamespaceId)
    {
        Assert.Equal(OperationalState.Unknown, RisenLink.Settle(session, LoopbackAsEnd(peerIndex, peerNamespaceId)).State);
        Assert.Contains("state UNKNOWN", here.Ip("-o link show dev lo"));
    }

    [Fact]
    public void What_the_kernel_was_told_does_not_outlast_the_peer()
    {
        var link = MakePair(peerIndex: OwnIndex);
        session.Links.Change(link.Index, new LinkDescription { State = OperationalState.Up });
        Assert.Equal(OperationalState.Up, session.Links.Find(link.Index)!.State);

        there.Ip("link set end02 down");

        Assert.True(SpinWait.SpinUntil(IsDown, TimeSpan.FromSeconds(10)));
        bool IsDown()
        {
            Thread.Sleep(5);
            return session.Links.Find(link.Index)!.State is OperationalState.Down or OperationalState.LowerLayerDown;
        }
    }

    private LinkMessage MakePair(int peerIndex)
    {
        session.Links.Create(new LinkDescription { Name = "end01", Index = OwnIndex }, new VethLink(new LinkDescription { Name = "end02", Index = peerIndex, Namespace = there.There }));
        there.Ip("link set end02 up");
        session.Links.Change(OwnIndex, new LinkDescription { Up = true });
        return session.Links.Find(OwnIndex)!;
    }

    private LinkMessage LoopbackAsEnd(int peerIndex, int? peerNamespaceId)
    {
        var loopback = session.Links.Find("lo")!;
        Assert.Equal(OperationalState.Unknown, loopback.State);
        return loopback with { Kind = "veth", LinkIndex = peerIndex, LinkNamespaceId = peerNamespaceId };
    }
}
