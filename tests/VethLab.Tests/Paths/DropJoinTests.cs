using VethLab.Linux.Packets;
using VethLab.Linux.Tracing;
using VethLab.Networks.Capture;
using VethLab.Networks.Paths;
using static VethLab.Tests.Paths.ProbeLab;

namespace VethLab.Tests.Paths;

/// <summary>Whose a drop is, with events beside a probe that was captured, as a kernel would tell them.</summary>
public sealed class DropJoinTests : IClassFixture<DropJoinTests.CapturedProbe>
{
    private readonly PacketHop hop;
    private readonly ProbeTrails trails;

    public DropJoinTests(CapturedProbe probe)
    {
        hop = probe.Request.Hops[2];
        trails = new ProbeTrails(probe.Request, null, [], new ProbeRecognition(Flow)) { Flow = [(probe.Request, ProbeRole.Request)] };
    }

    /// <summary>A probe's trail.</summary>
    public sealed class CapturedProbe
    {
        public CapturedProbe()
        {
            using var lab = new ProbeLab();
            Request = lab.Probe(Ask(PathProtocol.Icmp, "192.168.88.1"), lab.Places("ns01/veth01", "host/p01", "host/br01")).Request!;
        }

        public PacketTrail Request { get; }
    }

    private static ProbeFlow Flow => new() { Kind = ProbeKind.Echo, Destination = System.Net.IPAddress.Parse("192.168.88.1"), OwnNumber = 77 };

    [Fact]
    public void The_buffer_that_was_seen_is_the_probes_until_it_is_dropped() =>
        Assert.Equal([new PathDrop("IP_RPFILTER", "f", true) { Namespace = "host", Interface = "br01" }], Join(Received(10_000), Dropped(20_000)));

    [Fact]
    public void A_frame_of_another_length_is_another() => AssertUnattributed(Received(10_000) with { Length = 61 }, Dropped(20_000));

    [Fact]
    public void Of_two_that_fit_neither_is_taken() => AssertUnattributed(Received(10_000), Received(12_000) with { Address = "b" }, Dropped(20_000));

    [Fact]
    public void Of_two_that_fit_in_the_wider_time_the_near_one_is_taken() =>
        Assert.True(Assert.Single(Join(Received(10_000), Received(9_000_000) with { Address = "b" }, Dropped(20_000))).IsAttributed);

    [Fact]
    public void Another_interface_or_direction_is_not_the_hops()
    {
        AssertUnattributed(Received(10_000) with { Interface = "br02" }, Dropped(20_000));
        AssertUnattributed(Received(10_000) with { Kind = SkbEventKind.Sent }, Dropped(20_000));
    }

    [Fact]
    public void A_buffer_that_holds_something_else_since_is_not_the_probes_any_more() =>
        AssertUnattributed(Received(10_000), Received(15_000) with { Length = 1000 }, Dropped(20_000));

    [Fact]
    public void A_buffer_is_dropped_once() => Assert.Equal([true, false], Join(Received(10_000), Dropped(20_000), Dropped(30_000)).Select(drop => drop.IsAttributed));

    [Fact]
    public void Long_after_it_was_seen_only_what_waits_for_a_neighbor_is_the_probes()
    {
        AssertUnattributed(Received(10_000), Dropped(3_000_000_000));
        Assert.True(Assert.Single(Join(Received(10_000), Dropped(3_000_000_000) with { Reason = "NEIGH_FAILED" })).IsAttributed);
    }

    [Fact]
    public void What_is_for_others_is_no_drop() => Assert.Empty(Join(Received(10_000), Dropped(20_000) with { Reason = "OTHERHOST" }));

    [Theory]
    [InlineData(77, false, true)]
    [InlineData(78, false, false)]
    [InlineData(77, true, false)]
    public void On_the_own_thread_while_it_sends_it_is_the_probe(int thread, bool isInterrupt, bool expected)
    {
        var sendings = new SendingTimes(77);
        var before = SendingTimes.Now;
        sendings.Add(before - 1000);
        var drop = Dropped(0) with { TimestampNanoseconds = before, Thread = thread, IsInterrupt = isInterrupt };
        Assert.Equal(expected, Assert.Single(DropJoin.Of([drop], trails, sendings).Drops).IsAttributed);
        Assert.False(Assert.Single(DropJoin.Of([drop with { TimestampNanoseconds = before - 5000 }], trails, sendings).Drops).IsAttributed);
    }

    [Theory]
    [InlineData("192.168.88.11", "192.168.88.1", 77, 8, ProbeRole.Request)]
    [InlineData("192.168.88.1", "192.168.88.11", 77, 0, ProbeRole.Reply)]
    [InlineData("192.168.88.12", "203.0.113.2", 77, 8, ProbeRole.None)]
    [InlineData("203.0.113.2", "192.168.88.12", 77, 0, ProbeRole.None)]
    [InlineData("192.168.88.11", "192.168.88.1", 78, 8, ProbeRole.None)]
    public void Headers_of_strangers_with_the_same_number_are_not_the_probes(string from, string to, byte id, byte type, ProbeRole expected)
    {
        byte[] network = [0x45, 0, 0, 84, 0, 0, 0, 0, 64, 1, 0, 0, .. System.Net.IPAddress.Parse(from).GetAddressBytes(), .. System.Net.IPAddress.Parse(to).GetAddressBytes()];
        Assert.Equal(expected, new ProbeRecognition(Flow).RoleOf(network, [type, 0, 0, 0, 0, id, 0, 1]));
    }

    private void AssertUnattributed(params SkbEvent[] events) => Assert.False(Assert.Single(Join(events)).IsAttributed);

    private IReadOnlyList<PathDrop> Join(params SkbEvent[] events) => DropJoin.Of(events, trails, new SendingTimes(null)).Drops;

    private SkbEvent Received(long after) => new()
    {
        Kind = SkbEventKind.Received, TimestampNanoseconds = hop.Packet.TimestampNanoseconds + after, Address = "a", Interface = "br01", Length = 60,
    };

    private SkbEvent Dropped(long after) => new()
    {
        Kind = SkbEventKind.Dropped, TimestampNanoseconds = hop.Packet.TimestampNanoseconds + after, Address = "a", Reason = "IP_RPFILTER", Location = "f",
    };
}
