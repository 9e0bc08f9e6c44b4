using VethLab.Networks.Paths;
using static VethLab.Tests.Paths.ProbeLab;

namespace VethLab.Tests.Paths;

/// <summary>A probe shows its way and what becomes of it, in healthy paths.</summary>
public sealed class PathProbeTests
{
    public static TheoryData<PathProtocol, bool> Kinds => new()
    {
        { PathProtocol.Icmp, false }, { PathProtocol.Icmp, true },
        { PathProtocol.Tcp, false }, { PathProtocol.Tcp, true },
        { PathProtocol.Udp, false }, { PathProtocol.Udp, true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void In_a_bridged_path_all_places_see_the_probe_and_its_answer(PathProtocol protocol, bool isV6)
    {
        using var lab = new ProbeLab();
        using var server = protocol == PathProtocol.Icmp ? null : lab.Listen("ns02", protocol, 7777, isAnswering: true);
        var seen = lab.Probe(Ask(protocol, isV6 ? "fd88::12" : "192.168.88.12"), lab.Bridged);
        AssertAnswered(seen, isV6 ? "fd88::12" : "192.168.88.12");
        // The bridge itself is shown what it passes on, since it is captured on.
        Assert.Equal(["ns01/veth01 out", "host/p01 in", "host/p02 out", "ns02/veth02 in"], WayOf(seen.Request).Where(hop => hop != "host/br01 in"));
        Assert.Equal(["ns02/veth02 out", "host/p02 in", "host/p01 out", "ns01/veth01 in"], WayOf(seen.Reply).Where(hop => hop != "host/br01 in"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void In_a_routed_path_all_places_see_the_probe_and_its_answer(PathProtocol protocol, bool isV6)
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        using var server = protocol == PathProtocol.Icmp ? null : lab.Listen("outside", protocol, 7777, isAnswering: true);
        var seen = lab.Probe(Ask(protocol, isV6 ? "fd99::2" : "203.0.113.2"), lab.Routed);
        AssertAnswered(seen, isV6 ? "fd99::2" : "203.0.113.2");
        Assert.Equal(["ns01/veth01 out", "host/p01 in", "host/br01 in", "host/up0 out", "outside/out0 in"], WayOf(seen.Request));
        Assert.Equal(["outside/out0 out", "host/up0 in", "host/br01 out", "host/p01 out", "ns01/veth01 in"], WayOf(seen.Reply));
        Assert.False(seen.Request!.IsTranslated);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Masqueraded_it_is_known_by_its_other_addresses_too(PathProtocol protocol, bool isV6)
    {
        using var lab = new ProbeLab();
        lab.Masquerade();
        using var server = protocol == PathProtocol.Icmp ? null : lab.Listen("outside", protocol, 7777, isAnswering: true);
        var seen = lab.Probe(Ask(protocol, isV6 ? "fd99::2" : "203.0.113.2"), lab.Routed);
        AssertAnswered(seen, isV6 ? "fd99::2" : "203.0.113.2");
        Assert.Equal(["ns01/veth01 out", "host/p01 in", "host/br01 in", "host/up0 out", "outside/out0 in"], WayOf(seen.Request));
        Assert.Equal(["outside/out0 out", "host/up0 in", "host/br01 out", "host/p01 out", "ns01/veth01 in"], WayOf(seen.Reply));
        Assert.True(seen.Request!.IsTranslated);
        Assert.Equal(isV6 ? "fd99::1" : "203.0.113.1", seen.Request.Hops[^1].Packet.SourceAddress!.ToString());
    }

    [Theory]
    [InlineData("192.168.88.12")]
    [InlineData("fd88::12")]
    public void A_connection_that_comes_about_is_reset_and_neither_end_keeps_it(string destination)
    {
        using var lab = new ProbeLab();
        using var server = lab.Listen("ns02", PathProtocol.Tcp, 7777);
        var seen = lab.Probe(Ask(PathProtocol.Tcp, destination), lab.Bridged);
        Assert.Equal(PathAnswer.Answered, seen.Answer);
        foreach (var name in new[] { "ns01", "ns02" })
            Assert.Empty(lab.Net.Run(name, "ss", "-Htan", "exclude", "listening"));
    }

    [Theory]
    [InlineData(PathProtocol.Icmp)]
    [InlineData(PathProtocol.Tcp)]
    [InlineData(PathProtocol.Udp)]
    public void A_loss_that_happens_once_is_no_broken_path(PathProtocol protocol)
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        using var server = protocol == PathProtocol.Icmp ? null : lab.Listen("outside", protocol, 7777, isAnswering: true);
        lab.Nft("host", "table inet f { chain forward { type filter hook forward priority 0; iifname br01 oifname up0 numgen inc mod 2 0 drop; }; }");
        var seen = lab.Probe(Ask(protocol, "203.0.113.2"), lab.Routed);
        Assert.Equal(PathAnswer.Answered, seen.Answer);
        Assert.Equal("outside/out0 in", WayOf(seen.Request)[^1]);
        // The one that was lost.
        Assert.Contains(seen.Others, trail => WayOf(trail).SequenceEqual(["ns01/veth01 out", "host/p01 in", "host/br01 in"]));
    }

    private static void AssertAnswered(PathObservation seen, string responder)
    {
        Assert.Equal((PathAnswer.Answered, responder), (seen.Answer, seen.Responder?.ToString()));
        Assert.InRange(seen.RoundTripTime!.Value, 0.001, 3000);
        Assert.Empty(seen.Limits);
    }

}
