using System.Diagnostics;
using System.Net;
using VethLab.Linux.Interop;
using VethLab.Linux.Packets;

namespace VethLab.Tests.Packets;

/// <summary>Echo requests over real links, answered by the kernel.</summary>
[Collection(PacketKernelTests.Name)]
public sealed class EchoTests
{
    /// <summary>For what answers, however busy the machine is.</summary>
    internal static readonly EchoOptions Patient = new() { Timeout = TimeSpan.FromSeconds(8) };

    /// <summary>For what does not answer.</summary>
    private static readonly EchoOptions Quick = new() { Timeout = TimeSpan.FromMilliseconds(800) };

    [Theory]
    [InlineData("10.0.0.2")]
    [InlineData("fd00::2")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_host_that_is_there_answers(string target)
    {
        using var lab = PacketLab.Pair();
        var before = DateTimeOffset.UtcNow;
        var watch = Stopwatch.StartNew();
        var result = Assert.Single(Ping(lab, Patient, target));
        Assert.Equal((EchoStatus.Success, 1, 0), (result.Status, result.Sequence, result.TargetIndex));
        Assert.Equal(IPAddress.Parse(target), result.Target);
        Assert.Equal(IPAddress.Parse(target), result.Responder);
        Assert.Equal((64, 64), (result.TimeToLive, result.Size));
        Assert.InRange(result.RoundTripTime!.Value, TimeSpan.FromTicks(1), watch.Elapsed);
        Assert.InRange(result.SentAt, before.AddMilliseconds(-1), DateTimeOffset.UtcNow);
        Assert.Equal(Errno.None, result.Errno);
    }

    [Fact]
    public void Round_trips_are_as_long_as_ping_says()
    {
        using var lab = PacketLab.Pair();
        lab.Run("right", "tc", "qdisc", "replace", "dev", "vr", "root", "tbf", "rate", "8kbit", "burst", "200", "latency", "5s");
        // The bucket holds one answer; each later one waits for its 98 bytes, about 98 ms at 1000 bytes per second.
        var results = Ping(lab, new EchoOptions { Count = 4, Interval = TimeSpan.Zero }, "10.0.0.2");
        Assert.All(results, result => Assert.Equal(EchoStatus.Success, result.Status));
        var steps = results.Skip(1).Zip(results.Skip(2), (a, b) => (b.RoundTripTime!.Value - a.RoundTripTime!.Value).TotalMilliseconds);
        Assert.All(steps, step => Assert.InRange(step, 80, 125));
    }

    [Fact]
    public void A_link_local_target_is_reached_through_its_scope()
    {
        using var lab = PacketLab.Pair();
        lab.Run("left", "ip", "address", "add", "fe80::1/64", "dev", "vl", "nodad");
        lab.Run("right", "ip", "address", "add", "fe80::2/64", "dev", "vr", "nodad");
        lab.WaitForAddresses("left");
        lab.WaitForAddresses("right");
        var target = IPAddress.Parse($"fe80::2%{lab.IndexOf("left", "vl")}");
        var result = Assert.Single(Ping(lab, Patient, target.ToString()));
        Assert.Equal((EchoStatus.Success, target), (result.Status, result.Responder));
    }

    [Fact]
    public void Several_requests_are_numbered_and_spaced()
    {
        using var lab = PacketLab.Pair();
        var results = Ping(lab, Patient with { Count = 4, Interval = TimeSpan.FromMilliseconds(150) }, "10.0.0.2", "fd00::2");
        Assert.Equal(8, results.Count(result => result.Status == EchoStatus.Success));
        foreach (var target in results.GroupBy(result => result.TargetIndex))
        {
            Assert.Equal([1, 2, 3, 4], target.Select(result => result.Sequence));
            // A busy machine may send late, never early.
            Assert.All(target, result => Assert.InRange((result.SentAt - target.First().SentAt).TotalMilliseconds, (150 * (result.Sequence - 1)) - 30, 5000));
        }
    }

    [Theory]
    [InlineData("10.0.0.2")]
    [InlineData("fd00::2")]
    public void Silence_is_timed_out(string target)
    {
        using var lab = PacketLab.Pair();
        lab.Set("right", "ipv4/icmp_echo_ignore_all", "1");
        lab.Set("right", "ipv6/icmp/echo_ignore_all", "1");
        var watch = Stopwatch.StartNew();
        var result = Assert.Single(Ping(lab, Quick, target));
        Assert.Equal(EchoStatus.TimedOut, result.Status);
        Assert.Equal((null, null, "no answer within 800 ms"), (result.Responder, result.RoundTripTime, result.Message));
        Assert.InRange(watch.ElapsedMilliseconds, 795, 5000);
    }

    [Theory]
    [InlineData("192.168.7.7")]
    [InlineData("fd77::7")]
    public void No_route_is_told_at_once(string target)
    {
        using var lab = PacketLab.Pair();
        var watch = Stopwatch.StartNew();
        var result = Assert.Single(Ping(lab, Patient, target));
        Assert.Equal((EchoStatus.NoRoute, Errno.ENETUNREACH, "Network is unreachable"), (result.Status, result.Errno, result.Message));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 4000);
    }

    [Theory]
    [InlineData("10.0.0.99", "10.0.0.1", "Destination Host Unreachable")]
    [InlineData("fd00::99", "fd00::1", "Destination unreachable: Address unreachable")]
    public void A_neighbour_that_does_not_answer_is_unreachable_says_the_own_host(string target, string self, string message)
    {
        using var lab = PacketLab.Pair();
        var result = Assert.Single(Ping(lab, new EchoOptions { Timeout = TimeSpan.FromSeconds(6) }, target));
        Assert.Equal((EchoStatus.HostUnreachable, message), (result.Status, result.Message));
        Assert.Equal(IPAddress.Parse(self), result.Responder);
    }

    [Theory]
    [InlineData("10.0.1.3", "10.0.0.2", "Time to live exceeded")]
    [InlineData("fd00:1::3", "fd00::2", "Time exceeded: Hop limit")]
    public void A_router_tells_that_the_time_to_live_is_over(string target, string router, string message)
    {
        using var lab = PacketLab.Routed();
        var expired = Assert.Single(Ping(lab, Patient with { TimeToLive = 1 }, target));
        Assert.Equal((EchoStatus.TtlExpired, message), (expired.Status, expired.Message));
        Assert.Equal((IPAddress.Parse(router), 64), (expired.Responder!, expired.TimeToLive));
        var enough = Assert.Single(Ping(lab, Patient with { TimeToLive = 2 }, target));
        Assert.Equal((EchoStatus.Success, 63), (enough.Status, enough.TimeToLive));
    }

    [Theory]
    [InlineData("172.16.0.1", EchoStatus.NetworkUnreachable)]
    [InlineData("fd09::1", EchoStatus.NetworkUnreachable)]
    public void A_router_tells_that_it_has_no_route(string target, EchoStatus status)
    {
        using var lab = PacketLab.Routed();
        var result = Assert.Single(Ping(lab, Patient, target));
        Assert.Equal(status, result.Status);
        Assert.Equal(IPAddress.Parse(target.Contains(':', StringComparison.Ordinal) ? "fd00::2" : "10.0.0.2"), result.Responder);
    }

    [Theory]
    [InlineData("10.0.1.3", 1400)]
    [InlineData("fd00:1::3", 1400)]
    public void A_packet_too_big_for_the_way_is_refused_with_the_MTU(string target, int mtu)
    {
        using var lab = PacketLab.Routed();
        lab.Run("middle", "ip", "link", "set", "wm", "mtu", "1400");
        var options = Patient with { DontFragment = true, PayloadSize = 1430, Count = 2, Interval = TimeSpan.FromMilliseconds(50) };
        var results = Ping(lab, options, target);
        Assert.All(results, result => Assert.Equal(EchoStatus.PacketTooBig, result.Status));
        Assert.Equal((mtu, Errno.None), (results[0].Mtu, results[0].Errno));
        // The own kernel has learnt it.
        Assert.Equal((1, Errno.EMSGSIZE), (results.Count(result => result.Errno != Errno.None), results[1].Errno));
    }

    [Fact]
    public void Without_dont_fragment_a_big_packet_arrives_in_fragments()
    {
        using var lab = PacketLab.Pair();
        var results = Ping(lab, Patient with { PayloadSize = 4000 }, "10.0.0.2", "fd00::2");
        Assert.All(results, result => Assert.Equal((EchoStatus.Success, 4008), (result.Status, result.Size)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(EchoOptions.MaximumPayloadSize)]
    public void Any_payload_size_works(int size)
    {
        using var lab = PacketLab.Pair();
        var results = Ping(lab, Patient with { PayloadSize = size }, "10.0.0.2", "fd00::2", "10.0.0.2");
        Assert.Equal([0, 1, 2], results.Select(result => result.TargetIndex).Order());
        Assert.All(results, result => Assert.Equal((EchoStatus.Success, size + 8), (result.Status, result.Size)));
    }

    [Theory]
    [InlineData("ip", "10.0.0.2")]
    [InlineData("ip6", "fd00::2")]
    public void A_firewall_of_the_own_host_refuses_to_send(string family, string target)
    {
        using var lab = PacketLab.Pair();
        Firewall(lab, "left", family, "output", "drop");
        var result = Assert.Single(Ping(lab, Patient, target));
        Assert.Equal((EchoStatus.SendRefused, Errno.EPERM, "Operation not permitted"), (result.Status, result.Errno, result.Message));
    }

    [Theory]
    [InlineData("ip", "10.0.1.3", "10.0.0.2", "reject with icmp type admin-prohibited", EchoStatus.AdministrativelyProhibited)]
    [InlineData("ip", "10.0.1.3", "10.0.0.2", "reject", EchoStatus.PortUnreachable)]
    [InlineData("ip", "10.0.1.3", "10.0.0.2", "reject with icmp type prot-unreachable", EchoStatus.ProtocolUnreachable)]
    [InlineData("ip6", "fd00:1::3", "fd00::2", "reject with icmpv6 type admin-prohibited", EchoStatus.AdministrativelyProhibited)]
    [InlineData("ip6", "fd00:1::3", "fd00::2", "reject", EchoStatus.PortUnreachable)]
    public void A_firewall_on_the_way_is_named(string family, string target, string router, string verdict, EchoStatus status)
    {
        using var lab = PacketLab.Routed();
        Firewall(lab, "middle", family, "forward", verdict);
        var result = Assert.Single(Ping(lab, Patient, target));
        Assert.Equal((status, IPAddress.Parse(router)), (result.Status, result.Responder!));
    }

    [Fact]
    public void A_prohibit_route_refuses_to_send()
    {
        using var lab = PacketLab.Pair();
        lab.Run("left", "ip", "route", "add", "prohibit", "10.9.0.0/16");
        var result = Assert.Single(Ping(lab, Patient, "10.9.0.1"));
        Assert.Equal((EchoStatus.SendRefused, Errno.EACCES), (result.Status, result.Errno));
    }

    [Fact]
    public void The_source_address_is_chosen_or_refused()
    {
        using var lab = PacketLab.Pair();
        lab.Run("left", "ip", "address", "add", "10.0.0.11/24", "dev", "vl");
        Firewall(lab, "right", "ip", "input", "ip saddr 10.0.0.11 drop");
        var source = IPAddress.Parse("10.0.0.11");
        Assert.Equal(EchoStatus.Success, Assert.Single(Ping(lab, Patient, "10.0.0.2")).Status);
        Assert.Equal(EchoStatus.TimedOut, Assert.Single(Ping(lab, Quick with { Source = source }, "10.0.0.2")).Status);
        var refused = Assert.Throws<LinuxException>(() => Ping(lab, Patient with { Source = IPAddress.Parse("10.0.0.77") }, "10.0.0.2"));
        Assert.Equal(Errno.EADDRNOTAVAIL, refused.Errno);
        _ = Assert.Throws<ArgumentException>(() => Ping(lab, Patient with { Source = source }, "fd00::2"));
    }

    [Fact]
    public void Two_hundred_targets_are_asked_at_once()
    {
        using var lab = PacketLab.Pair();
        for (var i = 0; i < 4; i++)
            lab.Run("right", "ip", "route", "add", "local", $"10.0.{100 + i}.0/24", "dev", "lo");
        lab.Run("left", "ip", "route", "add", "default", "via", "10.0.0.2");
        var targets = Enumerable.Range(0, 200).Select(i => $"10.0.{100 + (i % 4)}.{1 + (i / 4)}").ToArray();
        var watch = Stopwatch.StartNew();
        var results = Ping(lab, new EchoOptions(), targets);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 10_000);
        Assert.Equal(200, results.Count);
        Assert.All(results, result => Assert.Equal((EchoStatus.Success, result.Target), (result.Status, result.Responder!)));
        Assert.Equal(Enumerable.Range(0, 200), results.Select(result => result.TargetIndex).Order());
    }

    [Fact]
    public void Two_hundred_neighbours_that_do_not_answer_are_all_reported()
    {
        using var lab = PacketLab.Pair();
        var targets = Enumerable.Range(50, 200).Select(i => $"10.0.0.{i}").ToArray();
        var results = Ping(lab, new EchoOptions { Timeout = TimeSpan.FromSeconds(8) }, targets);
        Assert.Equal(200, results.Count(result => result.Status == EchoStatus.HostUnreachable));
    }

    [Fact]
    public void Two_runs_at_the_same_time_do_not_mix_their_answers()
    {
        using var lab = PacketLab.Pair();
        var threads = new Thread[4];
        var counts = new int[4];
        for (var i = 0; i < threads.Length; i++)
        {
            var number = i;
            // Every other run gets no answers of its own, and must not take those of the rest.
            var (target, options) = number % 2 == 0 ? ("10.0.0.2", Patient) : ("10.0.0.3", Quick);
            options = options with { Count = 100, Interval = TimeSpan.FromMilliseconds(2) };
            threads[i] = new Thread(() => counts[number] = Ping(lab, options, target).Count(result => result.Status == EchoStatus.Success));
            threads[i].Start();
        }
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal([100, 0, 100, 0], counts);
    }

    [Fact]
    public void Duplicate_answers_give_one_result()
    {
        using var lab = PacketLab.Pair();
        lab.Run("right", "nft", "add", "table", "ip", "t");
        lab.Run("right", "nft", "add chain ip t o { type filter hook output priority 0; }");
        lab.Run("right", "nft", "add rule ip t o icmp type echo-reply dup to 10.0.0.1 device vr");
        using var capture = PacketRing.Open(lab.IndexOf("left", "vl"), lab["left"]);
        var results = Ping(lab, Patient with { Count = 3, Interval = TimeSpan.FromMilliseconds(30) }, "10.0.0.2");
        Assert.Equal([1, 2, 3], results.Select(result => result.Sequence));
        Assert.Equal(6, CaptureTests.ReceiveAll(capture, "vl").Count(packet => packet.IcmpType == 0));
    }

    [Fact]
    public void Cancellation_returns_at_once_with_what_was_known()
    {
        using var lab = PacketLab.Pair();
        lab.Set("right", "ipv4/icmp_echo_ignore_all", "1");
        using var cancellation = new CancellationTokenSource();
        var watch = new Stopwatch();
        var canceller = new Thread(() =>
        {
            Thread.Sleep(300);
            watch.Start();
            cancellation.Cancel();
        });
        canceller.Start();
        var results = new List<EchoResult>();
        IcmpEcho.Ping(
            lab["left"], [IPAddress.Parse("10.0.0.2"), IPAddress.Parse("fd00::2")], new EchoOptions { Timeout = TimeSpan.FromSeconds(30) },
            results.Add, cancellation.Token);
        var delay = watch.ElapsedMilliseconds;
        canceller.Join();
        Assert.InRange(delay, 0, 4000);
        Assert.Equal("fd00::2", Assert.Single(results).Target.ToString());
    }

    [Fact]
    public void Results_come_while_others_are_still_waited_for()
    {
        using var lab = PacketLab.Pair();
        lab.Set("right", "ipv6/icmp/echo_ignore_all", "1");
        var watch = Stopwatch.StartNew();
        var times = new List<(EchoStatus Status, long At, int Thread)>();
        IcmpEcho.Ping(
            lab["left"], [IPAddress.Parse("fd00::2"), IPAddress.Parse("10.0.0.2")], Quick with { Timeout = TimeSpan.FromSeconds(2) },
            result => times.Add((result.Status, watch.ElapsedMilliseconds, Environment.CurrentManagedThreadId)));
        Assert.Equal([EchoStatus.Success, EchoStatus.TimedOut], times.Select(time => time.Status));
        Assert.InRange(times[0].At, 0, 1900);
        Assert.All(times, time => Assert.Equal(Environment.CurrentManagedThreadId, time.Thread));
    }

    [Fact]
    public void An_exception_from_the_receiver_comes_out_and_leaves_no_descriptor()
    {
        using var lab = PacketLab.Pair();
        _ = Ping(lab, Patient, "10.0.0.2", "fd00::2");
        var before = Descriptors();
        _ = Assert.Throws<InvalidTimeZoneException>(() => IcmpEcho.Ping(
            lab["left"], [IPAddress.Parse("10.0.0.2")], Patient, _ => throw new InvalidTimeZoneException()));
        _ = Ping(lab, Patient, "10.0.0.2", "fd00::2");
        Assert.Equal(before, Descriptors());
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        using var lab = PacketLab.Pair();
        EchoOptions[] wrong =
        [
            new() { Count = 0 }, new() { Timeout = TimeSpan.Zero }, new() { Interval = TimeSpan.FromTicks(-1) }, new() { PayloadSize = -1 },
            new() { PayloadSize = 65508 }, new() { TimeToLive = 0 }, new() { TimeToLive = 256 },
        ];
        Assert.All(wrong, options => Assert.Throws<ArgumentOutOfRangeException>(() => Ping(lab, options, "10.0.0.2")));
    }

    internal static List<EchoResult> Ping(PacketLab lab, EchoOptions options, params string[] targets)
    {
        var results = new List<EchoResult>();
        IcmpEcho.Ping(lab["left"], targets.Select(IPAddress.Parse).ToArray(), options, results.Add);
        return results;
    }

    private static void Firewall(PacketLab lab, string name, string family, string hook, string rule)
    {
        lab.Run(name, "nft", "add", "table", family, "t");
        lab.Run(name, "nft", $"add chain {family} t c {{ type filter hook {hook} priority 0; }}");
        var requests = family == "ip" ? "icmp type echo-request " : "icmpv6 type echo-request ";
        var match = rule.StartsWith("ip ", StringComparison.Ordinal) ? "" : requests;
        lab.Run(name, "nft", $"add rule {family} t c {match}{rule}");
    }

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
