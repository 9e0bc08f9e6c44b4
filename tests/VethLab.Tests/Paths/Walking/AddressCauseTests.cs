using VethLab.Networks.Paths;

namespace VethLab.Tests.Paths.Walking;

public sealed class AddressCauseTests : CauseTests
{
    [Theory]
    [InlineData("192.168.88.12", "New-NetIPAddress 192.168.88.2/24 veth01 -Namespace ns01")]
    [InlineData("fd88::12", "New-NetIPAddress fd88::2/64 veth01 -Namespace ns01")]
    [InlineData("114.114.114.114", "New-NetIPAddress 192.168.88.2/24 veth01 -Namespace ns01 -DefaultGateway 192.168.88.1")]
    [InlineData("2001:db8::114", "New-NetIPAddress fd88::2/64 veth01 -Namespace ns01 -DefaultGateway fd88::1")]
    public void Sender_has_no_address(string to, string fix)
    {
        Lab.Ip("ns01", "route flush dev veth01", "address flush dev veth01");
        Lab.ForgetDefaultRoutes("ns01");
        ExpectDead(PathCause.NoAddress, "ns01: route", "ns01", to, fix);
    }

    [Fact]
    public void Sender_has_but_an_address_of_its_link()
    {
        Lab.Ip("ns01", "address flush dev veth01", "address add fe80::11/64 dev veth01 nodad", "route replace ::/0 via fe80::1 dev veth01");
        ExpectDead(PathCause.NoAddress, "ns01: route", "ns01", "2001:db8::114", "New-NetIPAddress fd88::2/64 veth01 -Namespace ns01 -DefaultGateway fd88::1");
    }

    [Theory]
    [InlineData("192.168.88.12", "192.168.88.12/24")]
    [InlineData("fd88::12", "fd88::12/64")]
    public void Destination_has_no_address(string to, string prefix)
    {
        Lab.Ip("ns02", "address flush dev veth02");
        ExpectDead(PathCause.NoAddress, "ns01: " + to, "ns01", to, $"New-NetIPAddress {prefix} veth02 -Namespace ns02");
    }

    [Theory]
    [InlineData("192.168.88.12", "192.168.88.11/24", "192.168.88.11/30")]
    [InlineData("fd88::12", "fd88::11/64", "fd88::11/127")]
    public void Sender_prefix_too_long(string to, string right, string wrong)
    {
        Lab.Ip("ns01", $"address del {right} dev veth01", $"address add {wrong} dev veth01{(wrong.Contains(':', StringComparison.Ordinal) ? " nodad" : "")}");
        Lab.ForgetDefaultRoutes("ns01");
        var fix = to.Contains(':', StringComparison.Ordinal)
            ? $"Remove-NetIPAddress {wrong} veth01 -Namespace ns01; New-NetIPAddress {right} veth01 -Namespace ns01"
            : $"New-NetIPAddress {right} veth01 -Namespace ns01; Remove-NetIPAddress {wrong} veth01 -Namespace ns01";
        ExpectDead(PathCause.WrongPrefixLength, "ns01: route", "ns01", to, fix);
    }

    [Theory]
    [InlineData("192.168.99.13", "192.168.88.11/24", "192.168.88.11/16")]
    [InlineData("fd88:0:0:1::13", "fd88::11/64", "fd88::11/32")]
    public void Sender_prefix_too_short(string to, string right, string wrong)
    {
        Lab.Ip("host", "address add fd88:0:0:1::1/64 dev br02 nodad");
        Lab.Ip("ns03", "address add fd88:0:0:1::13/64 dev veth03 nodad");
        Lab.Ip("ns01", $"address del {right} dev veth01", $"address add {wrong} dev veth01{(wrong.Contains(':', StringComparison.Ordinal) ? " nodad" : "")}");
        Expect(PathCause.WrongPrefixLength, "ns01: " + to, "ns01", to);
        Assert.False(Lab.Pings("ns01", to));
    }

    [Theory]
    [InlineData("192.168.88.12", "192.168.88.12/24", "192.168.88.12/32")]
    [InlineData("fd88::12", "fd88::12/64", "fd88::12/128")]
    public void Destination_prefix_too_long(string to, string right, string wrong)
    {
        Lab.Ip("ns02", $"address del {right} dev veth02", $"address add {wrong} dev veth02{(wrong.Contains(':', StringComparison.Ordinal) ? " nodad" : "")}");
        Lab.ForgetDefaultRoutes("ns02");
        ExpectDead(PathCause.WrongPrefixLength, "ns02: route", "ns01", to);
    }

    private static string Forget(string address, string place) => $"Get-NetNeighbor {address} -Namespace {place} -ErrorAction Ignore | Remove-NetNeighbor";

    /// <summary>IPv6 keeps its default route, and would send by it what is for a neighbour.</summary>
    [Fact]
    public void Sender_prefix_too_long_where_a_default_route_is_left()
    {
        Lab.Ip("ns01", "address del fd88::11/64 dev veth01", "address add fd88::11/127 dev veth01 nodad", "route replace ::/0 via fd88::10 dev veth01 onlink");
        Lab.Ip("ns02", "address add fd88::10/64 dev veth02 nodad");
        Lab.Wait();
        ExpectDead(PathCause.WrongPrefixLength, "ns02: net.ipv6.conf.all.forwarding", "ns01", "fd88::1");
    }

    [Theory]
    [InlineData("192.168.88.12", "192.168.88.12/24", "veth03")]
    [InlineData("fd88::12", "fd88::12/64", "veth03")]
    public void Destination_twice(string to, string prefix, string link)
    {
        Lab.Ip("host", "link set br-veth03 master br01");
        Lab.Ip("ns03", $"address add {prefix} dev {link}{(prefix.Contains(':', StringComparison.Ordinal) ? " nodad" : "")}");
        Assert.Equal($"Remove-NetIPAddress {prefix} veth03 -Namespace ns03; {Forget(to, "ns02")}; {Forget(to, "ns01")}", Expect(PathCause.DuplicateAddress, "ns01: " + to, "ns01", to).Fix);
    }

    [Theory]
    [InlineData("192.168.88.12", "192.168.88.11/24")]
    [InlineData("fd88::12", "fd88::11/64")]
    public void Sender_twice(string to, string prefix)
    {
        Lab.Ip("host", "link set br-veth03 master br01");
        Lab.Ip("ns03", $"address add {prefix} dev veth03{(prefix.Contains(':', StringComparison.Ordinal) ? " nodad" : "")}");
        var walk = Lab.Walk("ns01", to);
        var first = walk.Findings.First(finding => finding.Weight == PathFindingWeight.Certain);
        Assert.True(first.Cause == PathCause.DuplicateAddress && first.Fix == $"Remove-NetIPAddress {prefix} veth03 -Namespace ns03; {Forget(prefix.Split('/')[0], "ns01")}; {Forget(prefix.Split('/')[0], "ns02")}", Shown.Of(walk));
    }

    [Fact]
    public void Gateway_with_arp_off()
    {
        Lab.Ip("host", "link set br01 arp off");
        ExpectDead(PathCause.NeighborNotAnswering, "ns01: 192.168.88.1", "ns01", "114.114.114.114", "Invoke-NetNamespace host { ip link set br01 arp on }");
    }

    [Fact]
    public void Gateway_that_ignores_arp()
    {
        Lab.Set("host", "ipv4/conf/br01/arp_ignore", "8");
        ExpectDead(PathCause.NeighborNotAnswering, "ns01: 192.168.88.1", "ns01", "114.114.114.114", "Invoke-NetNamespace host { '0' > /proc/sys/net/ipv4/conf/br01/arp_ignore }");
    }

    [Theory]
    [InlineData("114.114.114.114", "192.168.88.1", "192.168.88.1/24")]
    [InlineData("2001:db8::114", "fd88::1", "fd88::1/64")]
    public void Gateway_without_its_address(string to, string gateway, string prefix)
    {
        Lab.Ip("host", $"address del {prefix} dev br01");
        ExpectDead(PathCause.NeighborNotAnswering, "ns01: " + gateway, "ns01", to, $"New-NetIPAddress {prefix} br01 -Namespace host");
    }

    [Theory]
    [InlineData("192.168.88.12")]
    [InlineData("fd88::12")]
    public void Permanent_entry_with_a_mac_of_nobody(string to)
    {
        Lab.Ip("ns01", $"neigh replace {to} lladdr 02:00:00:00:00:99 dev veth01 nud permanent");
        ExpectDead(PathCause.NeighborNotAnswering, "ns01: " + to, "ns01", to, $"Remove-NetNeighbor {to} veth01 -Namespace ns01");
    }

    [Theory]
    [InlineData("192.168.88.99")]
    [InlineData("fd88::99")]
    public void Nobody_has_it(string to) => ExpectDead(PathCause.NeighborNotAnswering, "ns01: " + to, "ns01", to);
}
