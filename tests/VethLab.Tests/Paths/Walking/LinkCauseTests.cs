using VethLab.Networks.Paths;

namespace VethLab.Tests.Paths.Walking;

public sealed class LinkCauseTests : CauseTests
{
    [Theory]
    [InlineData("192.168.88.12", "Set-NetInterface veth01 -Namespace ns01 -Up")]
    [InlineData("fd88::12", "Set-NetInterface veth01 -Namespace ns01 -Up; New-NetIPAddress fd88::2/64 veth01 -Namespace ns01")]
    [InlineData("192.168.99.13", "Set-NetInterface veth01 -Namespace ns01 -Up; New-NetRoute 0.0.0.0/0 192.168.88.1 -Namespace ns01")]
    [InlineData("fd99::13", "Set-NetInterface veth01 -Namespace ns01 -Up; New-NetIPAddress fd88::2/64 veth01 -Namespace ns01 -DefaultGateway fd88::1")]
    public void Own_link_down(string to, string fix)
    {
        Lab.Ip("ns01", "link set veth01 down");
        ExpectDead(PathCause.LinkDown, "ns01: route", "ns01", to, fix);
    }

    [Theory]
    [InlineData("192.168.88.12")]
    [InlineData("fd88::12")]
    public void Outer_end_down(string to)
    {
        Lab.Ip("host", "link set br-veth01 down");
        ExpectDead(PathCause.LinkDown, "host: br-veth01", "ns01", to, "Set-NetInterface br-veth01 -Namespace host -Up");
    }

    [Theory]
    [InlineData("192.168.88.12", "host: br-veth02", "Set-NetInterface veth02 -Namespace ns02 -Up")]
    [InlineData("fd88::12", "ns01: fd88::12", "Set-NetInterface veth02 -Namespace ns02 -Up; New-NetIPAddress fd88::12/64 veth02 -Namespace ns02")]
    [InlineData("192.168.99.13", "host: br-veth03", "Set-NetInterface veth03 -Namespace ns03 -Up; New-NetRoute 0.0.0.0/0 192.168.99.1 -Namespace ns03")]
    [InlineData("fd99::13", "host: fd99::13", "Set-NetInterface veth03 -Namespace ns03 -Up; New-NetIPAddress fd99::13/64 veth03 -Namespace ns03 -DefaultGateway fd99::1")]
    public void Destination_link_down(string to, string hop, string fix)
    {
        Lab.Ip("ns02", "link set veth02 down");
        Lab.Ip("ns03", "link set veth03 down");
        ExpectDead(PathCause.LinkDown, hop, "ns01", to, fix);
    }

    [Fact]
    public void Other_end_of_a_pair_without_a_bridge_down()
    {
        Lab.Ip("internet", "link set eth0 down");
        ExpectDead(PathCause.LinkDown, "internet: eth0", "ns01", "10.10.12.1", "Set-NetInterface eth0 -Namespace internet -Up");
    }

    [Theory]
    [InlineData("192.168.88.12")]
    [InlineData("fd88::12")]
    public void Bridge_down(string to)
    {
        Lab.Ip("host", "link set br01 down");
        ExpectDead(PathCause.LinkDown, "host: br-veth01", "ns01", to, "Set-NetInterface br01 -Namespace host -Up");
    }

    [Theory]
    [InlineData("192.168.88.77")]
    [InlineData("fd88::77")]
    public void No_carrier(string to)
    {
        Lab.Ip("host", "link delete br-veth01", "link delete br-veth02");
        ExpectDead(PathCause.NoCarrier, "host: " + to, "host", to);
    }

    [Theory]
    [InlineData("10.10.12.1")]
    [InlineData("fd10::1")]
    public void No_carrier_and_nobody_known_at_the_other_end(string to)
    {
        Lab.Ip("internet", "link set eth0 down");
        Lab.Forget("internet");
        ExpectDead(PathCause.NoCarrier, "host: ens160", "ns01", to);
    }

    [Theory]
    [InlineData("192.168.88.12", "ns01: 192.168.88.12")]
    [InlineData("fd88::12", "ns01: fd88::12")]
    [InlineData("192.168.88.1", "host: 192.168.88.11")]
    [InlineData("fd88::1", "ns01: fd88::1")]
    [InlineData("114.114.114.114", "host: 192.168.88.11")]
    public void Own_port_not_in_bridge(string to, string hop)
    {
        Lab.Ip("host", "link set br-veth01 nomaster");
        ExpectDead(PathCause.PortNotInBridge, hop, "ns01", to, "Add-VethToBridge br01 br-veth01 -Namespace host");
    }

    [Theory]
    [InlineData("192.168.88.12")]
    [InlineData("fd88::12")]
    public void The_others_port_not_in_bridge(string to)
    {
        Lab.Ip("host", "link set br-veth02 nomaster");
        ExpectDead(PathCause.PortNotInBridge, "ns01: " + to, "ns01", to, "Add-VethToBridge br01 br-veth02 -Namespace host");
    }

    [Theory]
    [InlineData("192.168.88.12")]
    [InlineData("fd88::12")]
    public void Port_listens(string to)
    {
        Lab.Ip("host", "link set br01 type bridge forward_delay 1500 stp_state 1", "link set br-veth02 down", "link set br-veth02 up");
        Lab.WaitForPort("br-veth02", "listening");
        ExpectDead(PathCause.StpNotForwarding, "host: br-veth02", "ns01", to, "Start-Sleep -Seconds 31");
    }

    [Theory]
    [InlineData("192.168.88.1")]
    [InlineData("fd88::1")]
    public void Port_blocked(string to)
    {
        Lab.Sh("host", "bridge link set dev br-veth01 state 0");
        ExpectDead(PathCause.StpNotForwarding, "host: br-veth01", "ns01", to, "Invoke-NetNamespace host { bridge link set dev br-veth01 state 3 }");
    }

    [Theory]
    [InlineData("192.168.88.11", "ns01: lo")]
    [InlineData("fd88::11", "ns01: lo")]
    [InlineData("127.0.0.1", "ns01: route")]
    public void Loopback_down(string to, string hop)
    {
        Lab.Ip("ns01", "link set lo down");
        ExpectDead(PathCause.LoopbackDown, hop, "ns01", to, "Set-NetInterface lo -Namespace ns01 -Up");
    }

    [Theory]
    [InlineData("192.168.88.12")]
    [InlineData("fd88::12")]
    public void Same_mac(string to)
    {
        Lab.Ip("ns02", "link set veth02 down", "link set veth02 address 02:00:00:00:00:77", "link set veth02 up", "address replace fd88::12/64 dev veth02 nodad");
        Lab.Ip("ns01", "link set veth01 down", "link set veth01 address 02:00:00:00:00:77", "link set veth01 up", "address replace fd88::11/64 dev veth01 nodad");
        Lab.Wait();
        Expect(PathCause.DuplicateMac, "ns01: " + to, "ns01", to);
        Assert.False(Lab.Pings("ns01", to));
    }

    [Theory]
    [InlineData("192.168.99.13", "host", "br02", "host: br02")]
    [InlineData("fd99::13", "host", "br02", "host: br02")]
    [InlineData("192.168.88.12", "host", "br-veth02", "host: br-veth02")]
    [InlineData("fd88::12", "ns02", "veth02", "ns02: veth02")]
    [InlineData("192.168.88.12", "ns01", "veth01", "ns01: veth01")]
    public void Mtu(string to, string place, string link, string hop)
    {
        Lab.Ip(place, $"link set {link} mtu 1300");
        var found = Expect(PathCause.MtuTooSmall, hop, "ns01", to, more: question => question with { PacketSize = 1400, DontFragment = true });
        var forget = link != "br02" && !to.Contains(':', StringComparison.Ordinal) ? "" : $"; Invoke-NetNamespace ns01 {{ {(to.Contains(':', StringComparison.Ordinal) ? "ip -6" : "ip")} route flush cache }}";
        Assert.Equal($"Set-NetInterface {link} -Namespace {place} -Mtu {(link == "br02" ? 1400 : 1500)}{forget}", found.Fix);
        Assert.DoesNotContain(Lab.Walk("ns01", to).Findings, finding => finding.Weight == PathFindingWeight.Certain);
    }

    [Theory]
    [InlineData("192.168.99.13", 1372, "ip route flush cache")]
    [InlineData("fd99::13", 1352, "ip -6 route flush cache")]
    public void A_small_link_of_earlier(string to, int data, string fix)
    {
        Lab.Ip("host", "link set br02 mtu 1300");
        Lab.Sh("ns01", $"ping -c1 -W1 -M do -s {data} {to} || true");
        Lab.Ip("host", "link set br02 mtu 1500");
        var found = Expect(PathCause.MtuTooSmall, "ns01: path MTU", "ns01", to, more: question => question with { PacketSize = 1400, DontFragment = true });
        Assert.Equal($"Invoke-NetNamespace ns01 {{ {fix} }}", found.Fix);
    }
}
