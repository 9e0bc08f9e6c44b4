using VethLab.Networks.Paths;

namespace VethLab.Tests.Paths.Walking;

/// <summary>Paths that work are walked to their end and back, and nothing is found on them.</summary>
public sealed class HealthyWalkTests : IDisposable
{
    private readonly WalkLab lab = new();

    public void Dispose() => lab.Dispose();

    [Theory]
    [InlineData("ns01", "192.168.88.12")]
    [InlineData("ns01", "fd88::12")]
    [InlineData("ns01", "192.168.88.1")]
    [InlineData("ns01", "fd88::1")]
    [InlineData("host", "192.168.88.11")]
    [InlineData("host", "fd88::11")]
    [InlineData("ns01", "192.168.99.13")]
    [InlineData("ns01", "fd99::13")]
    [InlineData("ns02", "114.114.114.114")]
    [InlineData("ns02", "2001:db8::114")]
    [InlineData("ns02", "10.10.12.27")]
    [InlineData("ns01", "192.168.88.11")]
    [InlineData("ns01", "127.0.0.1")]
    [InlineData("ns01", "::1")]
    [InlineData("internet", "10.10.12.27")]
    public void Nothing_is_found(string from, string to)
    {
        var walk = lab.Walk(from, to);

        Assert.True(walk.Findings.Count == 0, Shown.Of(walk));
        Assert.True(walk.IsComplete, Shown.Of(walk));
        Assert.DoesNotContain(walk.Hops, hop => hop.State != PathHopState.Passes);
        Assert.True(lab.Answers(from, to));
    }

    [Fact]
    public void Hops_are_in_the_order_in_which_packets_meet_them()
    {
        var walk = lab.Walk("ns02", "114.114.114.114");

        Assert.Equal("192.168.88.12", $"{walk.Source}");
        Assert.Equal(
            "ns02: route, ns02: veth02, ns02: 192.168.88.1, host: br-veth02, host: br-veth02, host: net.bridge.bridge-nf-call-iptables, host: br01, host: rp_filter, host: net.ipv4.ip_forward, host: route, "
            + "host: inet out post, host: inet out post, host: ens160, host: 10.10.12.1, internet: eth0, internet: rp_filter, internet: 114.114.114.114",
            string.Join(", ", walk.Hops.Where(hop => !hop.IsReturn)));
        Assert.Contains(walk.Hops, hop => hop is { Kind: PathHopKind.Translation, Detail: "source 192.168.88.12 becomes 10.10.12.27" });
        Assert.Equal(["veth02", "br-veth02", "ens160", "eth0", "br01"], walk.Places.Select(place => place.Interface));
    }

    [Theory]
    [InlineData(PathProtocol.Tcp, "192.168.88.12")]
    [InlineData(PathProtocol.Tcp, "fd99::13")]
    [InlineData(PathProtocol.Udp, "192.168.99.13")]
    [InlineData(PathProtocol.Udp, "fd88::12")]
    public void A_port_at_which_somebody_listens_is_open(PathProtocol protocol, string to)
    {
        using var listener = lab.Listen(to.EndsWith("12", StringComparison.Ordinal) ? "ns02" : "ns03", protocol, 7070);

        var walk = lab.Walk("ns01", to, protocol, 7070);

        Assert.True(walk.Findings.Count == 0 && walk.IsComplete, Shown.Of(walk));
    }

    [Fact]
    public void What_is_not_known_is_said_to_be_so()
    {
        lab.Forget("internet");

        var walk = lab.Walk("ns01", "114.114.114.114");

        Assert.True(walk.Findings.Count == 0 && !walk.IsComplete, Shown.Of(walk));
        Assert.True(walk.Hops[^1] is { Kind: PathHopKind.Outside, State: PathHopState.Unknown, Namespace: "host" }, Shown.Of(walk));
    }

    [Fact]
    public void A_private_address_that_leaves_for_the_unknown_is_a_suspect()
    {
        lab.Nft("host", "delete table inet out");
        lab.Forget("internet");

        var walk = lab.Walk("ns01", "114.114.114.114");

        Assert.True(walk.Findings is [{ Cause: PathCause.NoMasquerade, Weight: PathFindingWeight.Suspect, Fix: "Enable-Masquerade -Subnet 192.168.88.0/24 -Namespace host" }], Shown.Of(walk));
    }
}
