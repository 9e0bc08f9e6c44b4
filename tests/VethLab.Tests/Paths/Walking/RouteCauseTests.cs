using VethLab.Networks.Paths;

namespace VethLab.Tests.Paths.Walking;

public sealed class RouteCauseTests : CauseTests
{
    [Theory]
    [InlineData("114.114.114.114", "New-NetRoute 0.0.0.0/0 192.168.88.1 -Namespace ns01")]
    [InlineData("2001:db8::114", "New-NetRoute ::/0 fd88::1 -Namespace ns01")]
    public void No_default_route(string to, string fix)
    {
        Lab.Ip("ns01");
        Lab.ForgetDefaultRoutes("ns01");
        ExpectDead(PathCause.NoDefaultRoute, "ns01: route", "ns01", to, fix);
    }

    [Theory]
    [InlineData("9.9.9.9")]
    [InlineData("2001:db8:9::9")]
    public void A_router_has_no_route(string to)
    {
        Lab.Ip("host");
        Lab.ForgetDefaultRoutes("host");
        ExpectDead(PathCause.NoRoute, "host: route", "ns01", to);
    }

    [Theory]
    [InlineData("114.114.114.114", "0.0.0.0/0", "192.168.88.1", "192.168.88.200")]
    [InlineData("2001:db8::114", "::/0", "fd88::1", "fd88::200")]
    [InlineData("114.114.114.114", "0.0.0.0/0", "192.168.88.1", "192.168.88.12")]
    [InlineData("2001:db8::114", "::/0", "fd88::1", "fd88::12")]
    public void Wrong_gateway(string to, string prefix, string right, string wrong)
    {
        Lab.ForgetDefaultRoutes("ns01");
        Lab.Ip("ns01", $"route add {prefix} via {wrong}");
        var hop = wrong.EndsWith("12", StringComparison.Ordinal) ? prefix == "::/0" ? "ns02: net.ipv6.conf.all.forwarding" : "ns02: net.ipv4.ip_forward" : $"ns01: {wrong}";
        ExpectDead(PathCause.WrongGateway, hop, "ns01", to, $"Remove-NetRoute {prefix} {wrong} -Namespace ns01; New-NetRoute {prefix} {right} -Namespace ns01");
    }

    [Theory]
    [InlineData("192.168.99.13", "host: net.ipv4.ip_forward", "Enable-NetForwarding -Namespace host")]
    [InlineData("fd99::13", "host: net.ipv6.conf.all.forwarding", "Invoke-NetNamespace host { '1' > /proc/sys/net/ipv6/conf/all/forwarding }")]
    public void Forwarding_off(string to, string hop, string fix)
    {
        Lab.Set("host", "ipv4/ip_forward", "0");
        Lab.Set("host", "ipv6/conf/all/forwarding", "0");
        ExpectDead(PathCause.ForwardingOff, hop, "ns01", to, fix);
    }

    [Fact]
    public void Forwarding_off_for_an_interface()
    {
        Lab.Set("host", "ipv4/conf/br01/forwarding", "0");
        ExpectDead(PathCause.InterfaceForwardingOff, "host: net.ipv4.ip_forward", "ns01", "192.168.99.13", "Invoke-NetNamespace host { '1' > /proc/sys/net/ipv4/conf/br01/forwarding }");
    }

    [Fact]
    public void Forwarding_off_for_the_interface_of_the_way_back()
    {
        Lab.Set("host", "ipv4/conf/br02/forwarding", "0");
        ExpectDead(PathCause.InterfaceForwardingOff, "host: net.ipv4.ip_forward", "ns01", "192.168.99.13");
    }

    [Theory]
    [InlineData("all", "2")]
    [InlineData("br01", "2")]
    public void Reverse_path_filter(string key, string loose)
    {
        Lab.Set("host", $"ipv4/conf/{key}/rp_filter", "1");
        Lab.Ip("host", "route add 192.168.88.11/32 dev br02");
        ExpectDead(PathCause.ReversePathFilter, "host: rp_filter", "ns01", "192.168.99.13", $"Invoke-NetNamespace host {{ '{loose}' > /proc/sys/net/ipv4/conf/br01/rp_filter }}");
    }

    [Theory]
    [InlineData("192.168.99.13", "New-NetRoute 192.168.88.0/24 192.168.99.1 -Namespace ns03")]
    [InlineData("fd99::13", "New-NetRoute fd88::/64 fd99::1 -Namespace ns03")]
    public void No_return_route(string to, string fix)
    {
        Lab.Ip("ns03");
        Lab.ForgetDefaultRoutes("ns03");
        ExpectDead(PathCause.NoReturnRoute, "ns03: route", "ns01", to, fix);
    }

    [Theory]
    [InlineData("ns01", "blackhole", "114.114.114.0/24", "114.114.114.114", "ns01: route")]
    [InlineData("ns01", "unreachable", "114.114.114.0/24", "114.114.114.114", "ns01: route")]
    [InlineData("ns01", "prohibit", "114.114.114.0/24", "114.114.114.114", "ns01: route")]
    [InlineData("host", "blackhole", "114.114.114.0/24", "114.114.114.114", "host: route")]
    [InlineData("host", "unreachable", "114.114.114.0/24", "114.114.114.114", "host: route")]
    [InlineData("host", "prohibit", "114.114.114.0/24", "114.114.114.114", "host: route")]
    [InlineData("ns01", "blackhole", "2001:db8::/64", "2001:db8::114", "ns01: route")]
    [InlineData("ns01", "unreachable", "2001:db8::/64", "2001:db8::114", "ns01: route")]
    [InlineData("ns01", "prohibit", "2001:db8::/64", "2001:db8::114", "ns01: route")]
    [InlineData("host", "blackhole", "2001:db8::/64", "2001:db8::114", "host: route")]
    [InlineData("host", "unreachable", "2001:db8::/64", "2001:db8::114", "host: route")]
    [InlineData("host", "prohibit", "2001:db8::/64", "2001:db8::114", "host: route")]
    public void A_route_that_takes_packets(string place, string type, string prefix, string to, string hop)
    {
        Lab.Ip(place, $"route add {type} {prefix}");
        ExpectDead(PathCause.BlackholeRoute, hop, "ns01", to, $"Remove-NetRoute {prefix} -Namespace {place}");
    }

    [Theory]
    [InlineData("ns01", "blackhole", "114.114.114.114", "ns01: route")]
    [InlineData("host", "blackhole", "114.114.114.114", "host: route")]
    [InlineData("host", "unreachable", "114.114.114.114", "host: route")]
    [InlineData("host", "prohibit", "2001:db8::114", "host: route")]
    public void A_rule_that_takes_packets(string place, string action, string to, string hop)
    {
        var program = to.Contains(':', StringComparison.Ordinal) ? "ip -6" : "ip";
        Lab.Sh(place, $"{program} rule add to {to} pref 77 {action}");
        ExpectDead(PathCause.BlackholeRoute, hop, "ns01", to, $"Invoke-NetNamespace {place} {{ {program} rule delete pref 77 }}");
    }

    [Fact]
    public void A_way_back_that_leads_to_loopback()
    {
        Lab.Sh("ns03", "ip route replace default dev lo");
        var found = Expect(PathCause.NoReturnRoute, "ns03: rp_filter", "ns01", "192.168.99.13");
        Assert.Null(found.Fix);
        Assert.False(Lab.Pings("ns01", "192.168.99.13"));
    }

    [Fact]
    public void A_rule_that_takes_other_packets()
    {
        Lab.Sh("host", "ip rule add from 192.168.88.200 pref 77 blackhole");
        Lab.Sh("ns01", "ip route delete default");
        Expect(PathCause.NoDefaultRoute, "ns01: route", "ns01", "114.114.114.114");
    }

    [Theory]
    [InlineData("192.168.99.13", "net/ipv4/icmp_echo_ignore_all")]
    [InlineData("fd99::13", "net/ipv6/icmp/echo_ignore_all")]
    public void Echo_requests_are_ignored(string to, string key)
    {
        Lab.Sh("ns03", $"echo 1 > /proc/sys/{key}");
        ExpectDead(PathCause.EchoIgnored, $"ns03: {to}", "ns01", to, $"Invoke-NetNamespace ns03 {{ '0' > /proc/sys/{key} }}");
    }

    [Theory]
    [InlineData(PathProtocol.Tcp, "192.168.99.13")]
    [InlineData(PathProtocol.Udp, "fd88::12")]
    public void Port_closed(PathProtocol protocol, string to)
    {
        var place = to.EndsWith("12", StringComparison.Ordinal) ? "ns02" : "ns03";
        using var other = Lab.Listen(place, protocol, 7070);
        Expect(PathCause.PortClosed, $"{place}: {to}", "ns01", to, protocol, 7071);
    }
}
