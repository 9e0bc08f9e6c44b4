using VethLab.Networks.Paths;

namespace VethLab.Tests.Paths.Walking;

public sealed class MasqueradeCauseTests : CauseTests
{
    [Theory]
    [InlineData("114.114.114.114", "Enable-Masquerade -Subnet 192.168.88.0/24 -Namespace host")]
    [InlineData("2001:db8::114", "Enable-Masquerade -Subnet fd88::/64 -Namespace host")]
    [InlineData("10.10.12.1", "Enable-Masquerade -Subnet 192.168.88.0/24 -Namespace host")]
    public void No_masquerade(string to, string fix)
    {
        Lab.Nft("host", "delete table inet out");
        ExpectDead(PathCause.NoMasquerade, "internet: route", "ns01", to, fix);
    }

    [Theory]
    [InlineData("114.114.114.114", "ip", "ip saddr 192.168.77.0/24", "192.168.88.11 is not in 192.168.77.0/24")]
    [InlineData("2001:db8::114", "ip6", "ip6 saddr fd77::/64", "fd88::11 is not in fd77::/64")]
    [InlineData("114.114.114.114", "ip", "oifname eth9", "the packet leaves by ens160")]
    [InlineData("114.114.114.114", "ip", "ip daddr 8.8.8.0/24", "114.114.114.114 is not in 8.8.8.0/24")]
    public void Masquerade_for_another(string to, string family, string match, string why)
    {
        Lab.Nft("host", "delete table inet out");
        Lab.Nft("host", $"table {family} nat {{ chain POSTROUTING {{ type nat hook postrouting priority 100; {match} masquerade; }}; }}");
        ExpectDead(PathCause.MasqueradeForOther, "internet: route", "ns01", to);
        Assert.Contains(why, Lab.Walk("ns01", to).Findings.First(finding => finding.Weight == PathFindingWeight.Certain).Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.168.88.12", "iptables", "192.168.88.0/24")]
    public void Masquerade_of_the_subnet_itself(string to, string program, string subnet)
    {
        Lab.Sh("host", $"{program} -t nat -A POSTROUTING -s {subnet} -j MASQUERADE");
        var walk = Lab.Walk("ns01", to);
        Assert.True(walk.IsComplete && walk.Findings is [{ Weight: PathFindingWeight.Note, Cause: PathCause.MasqueradeSameSubnet }], Shown.Of(walk));
        Assert.True(Lab.Answers("ns01", to));

        Lab.Set("host", "ipv4/ip_forward", "0");
        ExpectDead(PathCause.MasqueradeSameSubnet, "host: ip nat POSTROUTING", "ns01", to, $"Invoke-NetNamespace host {{ {program} -t nat -I POSTROUTING -s {subnet} -d {subnet} -j ACCEPT }}");
    }

    [Fact]
    public void A_source_that_is_given_by_a_rule()
    {
        Lab.Nft("host", "delete table inet out");
        Lab.Nft("host", "table ip nat { chain POSTROUTING { type nat hook postrouting priority 100; oifname ens160 snat to 10.10.12.27; }; }");
        var walk = Lab.Walk("ns01", "114.114.114.114");
        Assert.True(walk.IsComplete && walk.Findings.Count == 0, Shown.Of(walk));
    }

    [Fact]
    public void A_port_that_is_published()
    {
        using var listener = Lab.Listen("ns01", PathProtocol.Tcp, 80);
        Lab.Nft("host", "table ip nat { chain PREROUTING { type nat hook prerouting priority -100; fib daddr type local tcp dport 8080 dnat to 192.168.88.11:80; }; }");
        var walk = Lab.Walk("internet", "10.10.12.27", PathProtocol.Tcp, 8080);
        Assert.True(walk.IsComplete && walk.Findings.Count == 0, Shown.Of(walk));
        Assert.Contains(walk.Hops, hop => hop is { Kind: PathHopKind.Translation, IsReturn: false } && hop.Detail == "destination 10.10.12.27 port 8080 becomes 192.168.88.11 port 80");
        Assert.Equal("internet: 10.10.12.1", $"{walk.Hops[^1]}");
    }
}
