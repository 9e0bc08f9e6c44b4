using VethLab.Networks.Paths;

namespace VethLab.Tests.Paths.Walking;

/// <summary>Set-ups that look wrong and are not: packets get there and back, and nothing certain is said against them.</summary>
public sealed class UnusualWalkTests : IDisposable
{
    private readonly WalkLab lab = new();

    public void Dispose() => lab.Dispose();

    private void ExpectFine(string from, string to)
    {
        var walk = lab.Walk(from, to);
        Assert.True(lab.Answers(from, to));
        Assert.True(walk.Findings.Count == 0 && walk.IsComplete, Shown.Of(walk));
        walk = lab.Walk(from, to);
        Assert.True(walk.Findings.Count == 0 && walk.IsComplete, Shown.Of(walk));
    }

    [Fact]
    public void A_gateway_that_answers_for_an_address_that_nobody_has()
    {
        lab.Ip("ns01", "address flush dev veth01", "address add 192.168.88.11/32 dev veth01", "route add 169.254.1.1 dev veth01 scope link", "route add default via 169.254.1.1 dev veth01");
        lab.Set("host", "ipv4/conf/br01/proxy_arp", "1");
        ExpectFine("ns01", "192.168.99.13");
    }

    [Fact]
    public void A_gateway_by_its_link_local_address()
    {
        lab.ForgetDefaultRoutes("ns01");
        lab.Ip("ns01", "route add ::/0 via fe80::1 dev veth01");
        ExpectFine("ns01", "2001:db8::114");
    }

    [Theory]
    [InlineData("192.168.99.13")]
    [InlineData("fd99::13")]
    [InlineData("114.114.114.114")]
    public void A_firewall_that_lets_answers_pass(string to)
    {
        lab.Nft("host", "table inet fw { chain forward { type filter hook forward priority 0; policy drop; ct state established,related accept; ct state new iifname br01 accept; }; }");
        ExpectFine("ns01", to);
    }

    [Fact]
    public void Docker_like_chains()
    {
        lab.Sh("host", "iptables -P FORWARD DROP; iptables -N DOCKER-USER; iptables -N FWD; iptables -A FORWARD -j DOCKER-USER; iptables -A FORWARD -j FWD; iptables -A FWD -o br01 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT; iptables -A FWD -i br01 -j ACCEPT");
        ExpectFine("ns01", "192.168.88.12");
    }

    [Fact]
    public void Strict_reverse_path_filters_everywhere()
    {
        foreach (var place in new[] { "ns01", "host", "internet" })
            lab.Set(place, "ipv4/conf/all/rp_filter", "1");
        ExpectFine("ns01", "114.114.114.114");
    }

    /// <summary>ns01's answers come in by another interface; with a strict filter in the host they would not get that far.</summary>
    [Fact]
    public void Another_way_back_unless_the_reverse_path_is_filtered()
    {
        lab.Ip("host", "link add second type veth peer name br-second", "link set br-second master br02 up");
        lab.Move("host", "second", "ns01");
        lab.Ip("ns01", "link set second up", "address add 192.168.99.11/24 dev second", "route add 192.168.99.13/32 via 192.168.88.1");
        lab.Ip("host", "route add 192.168.88.11/32 via 192.168.99.11");
        lab.WaitForPort("br-second", "forwarding");
        ExpectFine("ns01", "192.168.99.13");

        lab.Set("host", "ipv4/conf/all/rp_filter", "1");
        var walk = lab.Walk("ns01", "192.168.99.13");
        Assert.False(lab.Pings("ns01", "192.168.99.13"));
        Assert.True(walk.Findings is [{ Cause: PathCause.ReversePathFilter, Weight: PathFindingWeight.Certain }], Shown.Of(walk));
    }

    [Fact]
    public void Two_ways_between_bridges_one_of_which_is_down()
    {
        lab.Ip(
            "host", "link add br03 type bridge", "link set br03 addrgenmode none up", "link add x1 type veth peer name y1", "link add x2 type veth peer name y2", "link set x1 master br01", "link set y1 master br03",
            "link set x2 master br01 up", "link set y2 master br03 up", "link set br-veth02 master br03");
        foreach (var port in new[] { "x2", "y2", "br-veth02" })
            lab.WaitForPort(port, "forwarding");
        ExpectFine("ns01", "192.168.88.12");
        ExpectFine("ns01", "fd88::12");
    }

    [Theory]
    [InlineData("10.8.0.1 peer 10.8.0.2/32", "10.8.0.2 peer 10.8.0.1/32", "10.8.0.2")]
    [InlineData("10.8.0.0/31", "10.8.0.1/31", "10.8.0.1")]
    public void Point_to_point(string mine, string its, string to)
    {
        lab.Ip("ns01", "link add p1 type veth peer name p2");
        lab.Move("ns01", "p2", "ns02");
        lab.Ip("ns01", $"address add {mine} dev p1", "link set p1 up");
        lab.Ip("ns02", $"address add {its} dev p2", "link set p2 up");
        ExpectFine("ns01", to);
    }

    [Theory]
    [InlineData("192.168.99.1")]
    [InlineData("fd99::1")]
    public void An_address_of_the_routers_other_interface(string to) => ExpectFine("ns01", to);

    [Fact]
    public void A_route_of_a_rule_before_a_blackhole()
    {
        lab.Ip("host", "route add 192.168.99.0/24 dev br02 table 77", "rule add from 192.168.88.0/24 lookup 77", "route add blackhole 192.168.99.0/25 metric 500");
        lab.Ip("host", "route add 192.168.88.0/25 dev br01");
        ExpectFine("ns01", "192.168.99.13");
    }

    [Fact]
    public void A_failed_neighbour_of_earlier()
    {
        lab.Ip("ns01", "neigh replace 192.168.88.12 dev veth01 nud failed");
        ExpectFine("ns01", "192.168.88.12");
    }

    [Theory]
    [InlineData("ns01", "114.114.114.114", "iptables -t nat -I POSTROUTING -s 192.168.88.0/24 -o ens160 -j SNAT --to-source 10.10.12.27", "source 192.168.88.11 becomes 10.10.12.27")]
    [InlineData("ns01", "2001:db8::114", "ip6tables -t nat -I POSTROUTING -s fd88::/64 -o ens160 -j SNAT --to-source fd10::27", "source fd88::11 becomes fd10::27")]
    [InlineData("internet", "10.10.12.27", "iptables -t nat -A PREROUTING -d 10.10.12.27 -p icmp -j DNAT --to-destination 192.168.88.11", "destination 10.10.12.27 becomes 192.168.88.11")]
    [InlineData("internet", "fd10::27", "ip6tables -t nat -A PREROUTING -d fd10::27 -p icmpv6 --icmpv6-type echo-request -j DNAT --to-destination fd88::11", "destination fd10::27 becomes fd88::11")]
    public void Translations_of_iptables(string from, string to, string rule, string translation)
    {
        lab.Nft("host", "delete table inet out");
        lab.Sh("host", rule);
        ExpectFine(from, to);
        Assert.Contains(lab.Walk(from, to).Hops, hop => hop is { Kind: PathHopKind.Translation, IsReturn: false } && hop.Detail == translation);
    }

    [Fact]
    public void A_port_that_iptables_publishes()
    {
        using var listener = lab.Listen("ns01", PathProtocol.Tcp, 80);
        lab.Sh("host", "iptables -t nat -A PREROUTING -p tcp -m addrtype --dst-type LOCAL --dport 8080 -j DNAT --to-destination 192.168.88.11:80");
        var walk = lab.Walk("internet", "10.10.12.27", PathProtocol.Tcp, 8080);
        Assert.True(walk.IsComplete && walk.Findings.Count == 0, Shown.Of(walk));
        Assert.Contains(walk.Hops, hop => hop.Detail == "destination 10.10.12.27 port 8080 becomes 192.168.88.11 port 80");
    }
}
