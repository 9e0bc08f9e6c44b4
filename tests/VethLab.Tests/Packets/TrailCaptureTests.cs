using VethLab.Linux.Namespaces;
using VethLab.Networks.Capture;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Tests.Packets;

/// <summary>What passes in several places while something runs comes back as trails.</summary>
public sealed class TrailCaptureTests
{
    [Fact]
    public void A_ping_through_a_router_is_four_hops_there_and_four_back()
    {
        using var lab = PacketLab.Routed();
        // Neighbours are known beforehand.
        _ = lab.Run("left", "ping", "-c", "1", "-W", "2", "10.0.1.3");
        using var left = Session(lab, "left");
        using var middle = Session(lab, "middle");
        using var right = Session(lab, "right");
        var trails = TrailCapture.During(
            [(left, "vl"), (middle, "vm"), (middle, "wm"), (right, "wr")], new CaptureSettings(),
            () => lab.Run("left", "ping", "-c", "2", "-i", "0.01", "-W", "2", "10.0.1.3"), TimeSpan.Zero, default);
        var pings = trails.Where(trail => trail.Protocol == "ICMP").ToArray();
        Assert.Equal(["vl vm wm wr", "wr wm vm vl", "vl vm wm wr", "wr wm vm vl"], pings.Select(trail => string.Join(' ', trail.Hops.Select(hop => hop.Interface))));
        Assert.All(pings, trail => Assert.Contains("ttl 64 → 63", trail.Hops[2].Changes.Select(change => $"{change}")));
        Assert.All(pings, trail => Assert.Equal([null, 0, 1, 2], trail.Hops.Select(hop => hop.From)));
    }

    [Fact]
    public void Thousands_of_packets_alike_but_for_their_numbers_are_told_apart()
    {
        using var lab = PacketLab.Routed();
        _ = lab.Run("left", "ping", "-c", "1", "-W", "2", "10.0.1.3");
        using var left = Session(lab, "left");
        using var right = Session(lab, "right");
        var trails = TrailCapture.During(
            [(left, "vl"), (right, "wr")], new CaptureSettings(), () => lab.Run("left", "ping", "-q", "-f", "-c", "2000", "10.0.1.3"), TimeSpan.Zero, default);
        var pings = trails.Where(trail => trail.Protocol == "ICMP").ToArray();
        Assert.Equal(4000, pings.Length);
        Assert.All(pings, trail => Assert.True(trail is { HopCount: 2, IsAmbiguous: false }, string.Join('\n', trail.ToLadder())));
    }

    [Fact]
    public void What_the_work_throws_comes_through_and_so_does_an_interface_that_is_not_there()
    {
        using var lab = PacketLab.QuietPair();
        using var left = Session(lab, "left");
        Assert.Equal("no", Assert.Throws<InvalidOperationException>(() => TrailCapture.During(
            [(left, "vl")], new CaptureSettings(), () => throw new InvalidOperationException("no"), TimeSpan.Zero, default)).Message);
        var failure = Assert.Throws<NetworkException>(() => TrailCapture.During([(left, "nope")], new CaptureSettings(), () => { }, TimeSpan.Zero, default));
        Assert.Equal(NetworkError.InterfaceNotFound, failure.Error);
    }

    [Fact]
    public void Cancelling_ends_the_waiting()
    {
        using var lab = PacketLab.QuietPair();
        using var left = Session(lab, "left");
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        Assert.Throws<OperationCanceledException>(() => TrailCapture.During([(left, "vl")], new CaptureSettings(), () => { }, TimeSpan.FromMinutes(1), soon.Token));
    }

    private static NamespaceSession Session(PacketLab lab, string name) => new(NamespaceHandle.Open(lab[name].DescriptorPath), isHere: false, name);
}
