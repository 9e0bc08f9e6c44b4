using VethLab.Linux.Packets;
using VethLab.Linux.Tracing;
using VethLab.Networks.Paths;
using VethLab.Tests.Support;
using static VethLab.Tests.Paths.ProbeLab;

namespace VethLab.Tests.Paths;

/// <summary>The kernel's word for why a probe was dropped, joined to the probe; and nothing is left in tracefs.</summary>
[Collection(Alone.Name)]
public sealed class PathDropTests
{
    public static TheoryData<PathProtocol, bool> Kinds => PathProbeTests.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_rule_that_drops_on_the_way_there_is_the_kernels_reason_and_nobody_waits_for_long(PathProtocol protocol, bool isV6)
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        lab.Nft("host", "table inet f { chain forward { type filter hook forward priority 0; oifname up0 drop; }; }");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var seen = Probe(lab, protocol, isV6 ? "fd99::2" : "203.0.113.2");
        Assert.Equal(PathAnswer.None, seen.Answer);
        AssertAttributed(seen, "NETFILTER_DROP", "host", "br01", isReply: false);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3.5), $"{clock.Elapsed}");
        AssertNothingLeft();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void So_is_one_on_the_way_back(PathProtocol protocol, bool isV6)
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        using var server = protocol == PathProtocol.Icmp ? null : lab.Listen("outside", protocol, 7777, isAnswering: true);
        lab.Nft("host", "table inet f { chain forward { type filter hook forward priority 0; iifname up0 drop; }; }");
        AssertAttributed(Probe(lab, protocol, isV6 ? "fd99::2" : "203.0.113.2"), "NETFILTER_DROP", "host", "up0", isReply: true);
    }

    [Fact]
    public void Reverse_path_filtering_is_told()
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        lab.Net.Set("outside", "ipv4/conf/all/rp_filter", "1");
        lab.Net.Set("outside", "ipv4/conf/out0/rp_filter", "1");
        lab.Net.Run("outside", "sh", "-c", "ip route del 192.168.88.0/24; ip link add d0 type bridge; ip link set d0 up; ip route add 192.168.88.0/24 dev d0");
        AssertAttributed(Probe(lab, PathProtocol.Icmp, "203.0.113.2"), "IP_RPFILTER", "outside", "out0", isReply: false);
    }

    [Fact]
    public void On_a_bridge_it_is_the_port_that_it_came_in_by()
    {
        using var lab = new ProbeLab();
        lab.Nft("host", "table bridge b { chain forward { type filter hook forward priority 0; ip protocol icmp drop; }; }");
        AssertAttributed(Probe(lab, PathProtocol.Icmp, "192.168.88.12", isBridged: true), "NETFILTER_DROP", "host", "p01", isReply: false);
    }

    [Fact]
    public void A_neighbor_that_a_router_does_not_find_is_told_after_the_wait()
    {
        using var lab = new ProbeLab();
        var seen = Probe(lab, PathProtocol.Icmp, "203.0.113.77", tracing: PathTracing.Never);
        Assert.Equal(PathAnswer.Unreachable, seen.Answer);
        AssertAttributed(seen, "NEIGH_FAILED", "host", "br01", isReply: false);
    }

    [Fact]
    public void What_the_own_kernel_drops_before_any_interface_is_attributed_by_its_thread()
    {
        using var lab = new ProbeLab();
        lab.Nft("ns01", "table inet f { chain output { type filter hook output priority 0; tcp dport 7777 drop; }; }");
        var seen = Probe(lab, PathProtocol.Tcp, "192.168.88.12", isBridged: true);
        Assert.Null(seen.Request);
        Assert.Contains(new PathDrop("NETFILTER_DROP", seen.Drops[0].Location, IsAttributed: true), seen.Drops);
    }

    [Theory]
    [InlineData("203.0.113.2", false)]
    [InlineData("fd99::2", false)]
    [InlineData("203.0.113.2", true)]
    public void A_datagram_that_nobody_answers_is_known_to_be_delivered_unless_it_was_dropped(string destination, bool isDropped)
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        using var server = lab.Listen("outside", PathProtocol.Udp, 7777);
        if (isDropped)
            lab.Nft("outside", "table inet f { chain input { type filter hook input priority 0; udp dport 7777 drop; }; }");
        var seen = Probe(lab, PathProtocol.Udp, destination);
        Assert.Equal("outside/out0 in", WayOf(seen.Request)[^1]);
        Assert.Equal((isDropped ? PathAnswer.None : PathAnswer.Answered, null), (seen.Answer, seen.Reply));
        Assert.Equal(isDropped, seen.Drops.Any(drop => drop.IsAttributed));
    }

    [Fact]
    public void Drops_of_others_are_unattributed()
    {
        using var lab = new ProbeLab();
        lab.Nft("host", "table inet f { chain input { type filter hook input priority 0; ip saddr 192.168.88.12 drop; }; }");
        using var noise = lab.Net.Start("ns02", "ping", "-q", "-i", "0.002", "192.168.88.1");
        try
        {
            var seen = Probe(lab, PathProtocol.Icmp, "192.168.88.99");
            Assert.Contains(seen.Drops, drop => drop is { Reason: "NETFILTER_DROP", IsAttributed: false });
            Assert.DoesNotContain(seen.Drops, drop => drop is { Reason: "NETFILTER_DROP", IsAttributed: true });
        }
        finally
        {
            noise.Kill();
            noise.WaitForExit();
        }
    }

    [Fact]
    public void Cancelled_at_any_time_it_leaves_nothing()
    {
        using var lab = new ProbeLab();
        for (var milliseconds = 0; milliseconds < 200; milliseconds += 10)
        {
            using var soon = new CancellationTokenSource(milliseconds);
            // Each time somebody else: three seconds after the first the kernel gives up, and says so at once to who asks for the same one.
            Assert.ThrowsAny<OperationCanceledException>(() => lab.Probe(
                Ask(PathProtocol.Icmp, $"192.168.88.{100 + (milliseconds / 10)}") with { Tracing = PathTracing.Always, WatchDrops = true }, lab.Bridged, cancellation: soon.Token));
            AssertNothingLeft();
            Assert.DoesNotContain(VethLab.Linux.NfTables.NfFlowTrace.TablePrefix, lab.Rules("host"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_and_what_is_others_stays()
    {
        using var files = TraceFileSystem.Open();
        var gone = $"{files.Path}/instances/{LeftOver.OfADeadProcess(TraceInstance.Prefix)}";
        var alive = $"{files.Path}/instances/{LeftOver.OfThisProcess(TraceInstance.Prefix)}";
        Directory.CreateDirectory(gone);
        Directory.CreateDirectory(alive);
        try
        {
            using (new DropWatch(["lo"], 0x0800))
                Assert.False(Directory.Exists(gone));
            Assert.True(Directory.Exists(alive));
        }
        finally
        {
            Assert.Equal(0, VethLab.Linux.Interop.Libc.RemoveDirectory(alive));
        }
        AssertNothingLeft();
    }

    private static PathObservation Probe(ProbeLab lab, PathProtocol protocol, string destination, bool isBridged = false, PathTracing tracing = PathTracing.Never) => lab.Probe(
        Ask(protocol, destination) with { WatchDrops = true, Tracing = tracing }, isBridged ? lab.Bridged : lab.Routed);

    private static void AssertAttributed(PathObservation seen, string reason, string name, string link, bool isReply)
    {
        Assert.Empty(seen.Limits);
        Assert.True(
            seen.Drops.Any(drop => drop.IsAttributed && drop.Reason == reason && drop.Namespace == name && drop.Interface == link && drop.IsReply == isReply),
            $"{seen.Message}; {string.Join("; ", seen.Drops)}; {seen.Request} / {seen.Reply}");
        Assert.DoesNotContain(seen.Drops, drop => drop.IsAttributed && drop.Reason != reason);
    }

    private static void AssertNothingLeft()
    {
        using var files = TraceFileSystem.Open();
        Assert.Empty(Directory.GetDirectories($"{files.Path}/instances", $"{TraceInstance.Prefix}*-{Environment.ProcessId}-*"));
    }
}
