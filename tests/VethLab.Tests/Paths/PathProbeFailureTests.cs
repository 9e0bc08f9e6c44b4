using System.Diagnostics;
using VethLab.Networks.Errors;
using VethLab.Networks.Paths;
using static VethLab.Tests.Paths.ProbeLab;

namespace VethLab.Tests.Paths;

/// <summary>A probe that is lost shows how far it got, and who told.</summary>
public sealed class PathProbeFailureTests
{
    [Theory]
    [InlineData(PathProtocol.Icmp, "192.168.88.99")]
    [InlineData(PathProtocol.Tcp, "192.168.88.99")]
    [InlineData(PathProtocol.Udp, "192.168.88.99")]
    [InlineData(PathProtocol.Icmp, "fd88::99")]
    [InlineData(PathProtocol.Tcp, "fd88::99")]
    [InlineData(PathProtocol.Udp, "fd88::99")]
    public void Where_nobody_answers_ARP_the_own_kernel_says_so(PathProtocol protocol, string destination)
    {
        using var lab = new ProbeLab();
        var seen = lab.Probe(Ask(protocol, destination), lab.Bridged);
        Assert.Equal(PathAnswer.Unreachable, seen.Answer);
        Assert.Null(seen.Request);
        var asked = seen.Others.Where(trail => trail.Hops[0].Packet is { ArpOperation: "Request" } or { NeighborTarget: not null }).ToList();
        Assert.InRange(asked.Count, 3, 6);
        Assert.All(asked, trail => Assert.Contains("ns02/veth02 in", WayOf(trail)));
        Assert.All(asked, trail => Assert.Equal(lab.Net.MacOf("ns01", "veth01"), trail.Hops[0].Packet.SourceMac.ToString()));
    }

    [Theory]
    [InlineData(PathProtocol.Tcp, "192.168.88.12")]
    [InlineData(PathProtocol.Udp, "192.168.88.12")]
    [InlineData(PathProtocol.Tcp, "fd88::12")]
    [InlineData(PathProtocol.Udp, "fd88::12")]
    public void A_closed_port_refuses_at_once(PathProtocol protocol, string destination)
    {
        using var lab = new ProbeLab();
        var clock = Stopwatch.StartNew();
        var seen = lab.Probe(Ask(protocol, destination), lab.Bridged);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3.5), $"{clock.Elapsed}");
        Assert.Equal((PathAnswer.Refused, destination), (seen.Answer, seen.Responder?.ToString()));
        Assert.Contains("ns02/veth02 in", WayOf(seen.Request));
        Assert.Equal("ns01/veth01 in", WayOf(seen.Reply)[^1]);
    }

    [Theory]
    [InlineData(PathProtocol.Icmp, false, "")]
    [InlineData(PathProtocol.Tcp, false, "")]
    [InlineData(PathProtocol.Udp, false, "")]
    [InlineData(PathProtocol.Icmp, true, "")]
    [InlineData(PathProtocol.Tcp, true, "")]
    [InlineData(PathProtocol.Udp, true, "")]
    [InlineData(PathProtocol.Icmp, false, "with icmp type admin-prohibited")]
    [InlineData(PathProtocol.Tcp, true, "with icmpv6 type admin-prohibited")]
    public void What_a_router_rejects_is_prohibited_and_the_router_tells(PathProtocol protocol, bool isV6, string how)
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        lab.Nft("host", $"table inet f {{ chain forward {{ type filter hook forward priority 0; oifname up0 reject {how}; }}; }}");
        var seen = lab.Probe(Ask(protocol, isV6 ? "fd99::2" : "203.0.113.2"), lab.Routed);
        Assert.Equal((PathAnswer.Prohibited, isV6 ? "fd88::1" : "192.168.88.1"), (seen.Answer, seen.Responder?.ToString()));
        Assert.Equal(["ns01/veth01 out", "host/p01 in", "host/br01 in"], WayOf(seen.Request));
        Assert.Equal(["host/br01 out", "host/p01 out", "ns01/veth01 in"], WayOf(seen.Reply));
    }

    [Theory]
    [InlineData(PathProtocol.Icmp, "203.0.113.2")]
    [InlineData(PathProtocol.Tcp, "fd99::2")]
    public void Without_a_way_back_the_probe_arrives_and_no_answer_does(PathProtocol protocol, string destination)
    {
        using var lab = new ProbeLab();
        lab.Net.Run("outside", "sh", "-c", "ip route add blackhole 192.168.88.0/24; ip -6 route add blackhole fd88::/64");
        var seen = lab.Probe(Ask(protocol, destination, seconds: 1.5), lab.Routed);
        Assert.Equal((PathAnswer.None, null), (seen.Answer, seen.Responder));
        Assert.Equal("outside/out0 in", WayOf(seen.Request)[^1]);
        Assert.Null(seen.Reply);
    }

    [Theory]
    [InlineData("blackhole", "203.0.113.2", PathAnswer.NotSent)]
    [InlineData("unreachable", "203.0.113.2", PathAnswer.NotSent)]
    [InlineData("prohibit", "fd99::2", PathAnswer.NotSent)]
    public void What_the_own_kernel_has_no_way_for_is_not_sent(string kind, string destination, PathAnswer expected)
    {
        using var lab = new ProbeLab();
        lab.Net.Run("ns01", "ip", "route", "add", kind, destination);
        foreach (var protocol in Enum.GetValues<PathProtocol>())
        {
            var seen = lab.Probe(Ask(protocol, destination), lab.Routed);
            Assert.Equal((protocol, expected), (protocol, seen.Answer));
            Assert.Null(seen.Request);
        }
    }

    [Theory]
    [InlineData(PathProtocol.Icmp, "203.0.113.2")]
    [InlineData(PathProtocol.Udp, "203.0.113.2")]
    [InlineData(PathProtocol.Icmp, "fd99::2")]
    [InlineData(PathProtocol.Udp, "fd99::2")]
    public void Too_big_for_the_first_link_or_a_later_one_names_the_MTU(PathProtocol protocol, string destination)
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        lab.Net.Run("host", "ip", "link", "set", "up0", "mtu", "1300");
        var question = Ask(protocol, destination) with { DontFragment = true };
        var later = lab.Probe(question with { PacketSize = 1400 }, lab.Routed);
        Assert.Equal((PathAnswer.TooBig, 1300), (later.Answer, later.Mtu));
        Assert.Equal("host/br01 in", WayOf(later.Request)[^1]);
        Assert.Equal(1400, later.Request!.Hops[0].Packet.Length - 14);

        var first = lab.Probe(question with { PacketSize = 1501 }, lab.Routed);
        Assert.Equal((PathAnswer.TooBig, null), (first.Answer, first.Request));
        Assert.InRange(first.Mtu!.Value, 1300, 1500);
    }

    [Theory]
    [InlineData(PathProtocol.Icmp, "198.51.100.1")]
    [InlineData(PathProtocol.Tcp, "198.51.100.1")]
    [InlineData(PathProtocol.Udp, "2001:db8::1")]
    public void In_a_loop_its_time_to_live_ends(PathProtocol protocol, string destination)
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        lab.Net.Run("host", "sh", "-c", "ip route add default via 203.0.113.2; ip route add default via fd99::2");
        lab.Net.Run("outside", "sh", "-c", "ip address add fe80::2/64 dev out0 nodad; ip route add default via 203.0.113.1; ip route add default via fd99::1; echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding");
        var seen = lab.Probe(Ask(protocol, destination), lab.Routed);
        Assert.Equal(PathAnswer.Expired, seen.Answer);
        Assert.True(seen.Request!.IsLooped);
        Assert.InRange(seen.Request.HopCount, 60, 140);
    }

    [Theory]
    [InlineData(true, "where a socket takes such")]
    [InlineData(false, "where no socket takes such")]
    public void A_silent_datagrams_arrival_is_told_though_not_what_became_of_it(bool isTaken, string words)
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        using var server = isTaken ? lab.Listen("outside", PathProtocol.Udp, 7777) : null;
        // A closed port would tell.
        lab.Nft("outside", "table inet f { chain output { type filter hook output priority 0; meta l4proto icmp drop; }; }");
        var clock = Stopwatch.StartNew();
        var seen = lab.Probe(Ask(PathProtocol.Udp, "203.0.113.2") with { Tracing = PathTracing.Never }, lab.Routed);
        Assert.Equal(PathAnswer.None, seen.Answer);
        Assert.Contains(words, seen.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3.5), $"{clock.Elapsed}");
    }

    [Fact]
    public void A_place_that_cannot_be_captured_on_is_named_and_the_rest_is_seen()
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        var seen = lab.Probe(Ask(PathProtocol.Icmp, "203.0.113.2"), [.. lab.Routed, .. lab.Places("host/nothing")]);
        Assert.Equal(PathAnswer.Answered, seen.Answer);
        Assert.Contains("nothing in namespace host was not captured on", Assert.Single(seen.Limits), StringComparison.Ordinal);
        Assert.Equal(5, seen.Request!.HopCount);
    }

    [Fact]
    public void A_source_that_is_not_its_own_is_an_error()
    {
        using var lab = new ProbeLab();
        foreach (var protocol in Enum.GetValues<PathProtocol>())
        {
            var failure = Assert.Throws<NetworkException>(() => lab.Probe(Ask(protocol, "203.0.113.2") with { Source = System.Net.IPAddress.Parse("10.9.9.9") }, lab.Routed));
            Assert.Equal(NetworkError.AddressNotFound, failure.Error);
        }
    }

    [Theory]
    [InlineData(PathProtocol.Icmp, "203.0.113.2")]
    [InlineData(PathProtocol.Tcp, "fd99::2")]
    [InlineData(PathProtocol.Udp, "203.0.113.2")]
    public void In_a_busy_link_the_probe_is_found_among_others_that_look_alike(PathProtocol protocol, string destination)
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        using var server = protocol == PathProtocol.Icmp ? null : lab.Listen("outside", protocol, 7777, isAnswering: true);
        using var flood = lab.Net.Start("ns01", "ping", "-q", "-f", "-s", "32", "203.0.113.2");
        using var other = lab.Net.Start("ns02", "ping", "-q", "-f", "-6", "-s", "32", "fd99::2");
        try
        {
            var seen = lab.Probe(Ask(protocol, destination), lab.Routed);
            Assert.Equal(PathAnswer.Answered, seen.Answer);
            Assert.Equal(["ns01/veth01 out", "host/p01 in", "host/br01 in", "host/up0 out", "outside/out0 in"], WayOf(seen.Request));
            Assert.Equal(["outside/out0 out", "host/up0 in", "host/br01 out", "host/p01 out", "ns01/veth01 in"], WayOf(seen.Reply));
            Assert.False(seen.Request!.IsAmbiguous);
            // It may have been sent twice.
            Assert.DoesNotContain(seen.Others, trail => trail.Hops[0].Packet is { IcmpType: 0 or 8 or 128 or 129 } echo && !echo.PayloadBytes.SequenceEqual(seen.Request.Hops[0].Packet.PayloadBytes));
        }
        finally
        {
            flood.Kill();
            other.Kill();
            flood.WaitForExit();
            other.WaitForExit();
        }
    }
}
