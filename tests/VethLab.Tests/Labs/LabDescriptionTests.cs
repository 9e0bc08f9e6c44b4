using VethLab.Networks.Labs.Description;

namespace VethLab.Tests.Labs;

/// <summary>What is left out of a description is filled in.</summary>
public class LabDescriptionTests
{
    [Fact]
    public void A_star_has_its_namespaces_links_addresses_and_default_routes()
    {
        var lab = Described.Lab("{ 'name': 'demo', 'bridges': { 'br01': { 'subnet': '192.168.88.0/24', 'count': 2 } }, 'masquerade': true }");

        Assert.Equal(LabPlacement.Namespace, lab.Placement);
        Assert.Equal(["192.168.88.1/24"], lab.Bridges[0].IPAddress.Select(address => address.ToString()));
        Assert.Equal(["ns01", "ns02"], lab.Namespaces.Select(space => space.Name));
        Assert.Equal(["ns01:eth0 br01:veth01", "ns02:eth0 br01:veth02"], lab.Links.Select(link => $"{link.End.Node}:{link.End.Name} {link.Peer.Node}:{link.Peer.Name}"));
        Assert.Equal(["192.168.88.2/24", "192.168.88.3/24"], lab.Links.Select(link => link.End.IPAddress.ToString()));
        Assert.All(lab.Namespaces, space => Assert.Equal("192.168.88.1", Assert.Single(space.Routes).NextHop!.ToString()));
        Assert.Equal("192.168.88.0/24", Assert.Single(lab.Masquerade).ToString());
        Assert.NotNull(lab.Uplink);
        Assert.True(lab.Host.Forwarding);
    }

    [Fact]
    public void Addresses_that_were_written_are_left_out_when_others_are_handed_out()
    {
        var lab = Described.Lab(
            """
            { 'name': 'demo', 'bridges': { 'br01': { 'subnet': '10.0.0.0/29', 'addresses': '10.0.0.2/29' } }, 'namespaces': ['a', 'b', 'c'],
              'links': [ { 'ends': ['a', 'br01'] }, { 'ends': [{ 'node': 'b', 'addresses': '10.0.0.3/29' }, 'br01'] }, { 'ends': ['br01', 'c'] } ] }
            """);

        Assert.Equal(["10.0.0.1/29", "10.0.0.3/29", "10.0.0.4/29"], lab.Links.SelectMany(link => link.End.IPAddress.Concat(link.Peer.IPAddress)).Select(address => address.ToString()));
        Assert.Equal("10.0.0.2", lab.Namespaces[0].Routes[0].NextHop!.ToString());
        Assert.Empty(lab.Namespaces[1].Routes);
    }

    [Fact]
    public void A_bridge_whose_gateway_is_another_has_no_address_and_leaves_the_gateways_to_it()
    {
        var lab = Described.Lab(
            "{ 'name': 'demo', 'bridges': { 'b': { 'subnet': ['10.0.0.0/24', 'fd00::/64'], 'gateway': ['10.0.0.1', 'fd00::1'], 'count': 1 } } }");

        Assert.Empty(lab.Bridges[0].IPAddress);
        Assert.Equal("10.0.0.2/24, fd00::2/64", lab.Links[0].End.IPAddress.ToString());
        Assert.Equal(["0.0.0.0/0 10.0.0.1", "::/0 fd00::1"], lab.Namespaces[0].Routes.Select(route => $"{route.Destination} {route.NextHop}"));
    }

    [Fact]
    public void A_namespace_on_two_bridges_gets_one_default_route()
    {
        var lab = Described.Lab(
            """
            { 'name': 'demo', 'bridges': { 'a': { 'subnet': '10.1.0.0/24' }, 'b': { 'subnet': '10.2.0.0/24' } }, 'namespaces': ['n'],
              'links': [ { 'ends': ['n', 'b'] }, { 'ends': ['n', 'a'] } ] }
            """);

        Assert.Equal("10.1.0.1", Assert.Single(lab.Namespaces[0].Routes).NextHop!.ToString());
        Assert.Equal(["eth0", "eth1"], lab.Links.Select(link => link.End.Name));
    }

    [Fact]
    public void Names_that_are_handed_out_pass_over_those_that_were_written()
    {
        var lab = Described.Lab(
            "{ 'name': 'demo', 'bridges': ['b'], 'namespaces': ['n'], 'links': [ { 'ends': ['n', 'b:veth02'] }, { 'ends': ['n', 'b'] }, { 'ends': ['n:eth0', 'b'] } ] }");

        Assert.Equal(["eth1 veth02", "eth2 veth02b", "eth0 veth03"], lab.Links.Select(link => $"{link.End.Name} {link.Peer.Name}"));
    }

    [Fact]
    public void Keys_ignore_case_names_do_not()
    {
        var lab = Described.Lab("{ 'NAME': 'demo', 'Namespaces': { 'a': { 'Forwarding': true }, 'A': {} } }");

        Assert.Equal([("a", true), ("A", false)], lab.Namespaces.Select(space => (space.Name, space.Forwarding)));
    }

    [Fact]
    public void Equal_descriptions_are_equal()
    {
        const string Text = "{ 'name': 'demo', 'bridges': { 'br01': { 'subnet': '10.0.0.0/24', 'count': 3 } }, 'reachability': [ { 'from': 'ns01', 'to': ['ns02', 'ns03'] } ] }";

        Assert.Equal(Described.Lab(Text), Described.Lab(Text));
        Assert.NotEqual(Described.Lab(Text), Described.Lab(Text.Replace("'count': 3", "'count': 4", StringComparison.Ordinal)));
    }

    [Fact]
    public void Sysctls_are_written_as_sysctl_does_or_with_slashes()
    {
        var lab = Described.Lab(
            "{ 'name': 'demo', 'namespaces': { 'a': { 'sysctls': { 'net.ipv4.conf.all.rp_filter': 0, 'net/ipv4/conf/eth0.5/rp_filter': '2', 'net.ipv6.conf.all.disable_ipv6': true } } } }");

        Assert.Equal(
            ["ipv4/conf/all/rp_filter=0", "ipv4/conf/eth0.5/rp_filter=2", "ipv6/conf/all/disable_ipv6=1"],
            lab.Namespaces[0].Sysctls.Select(sysctl => $"{sysctl.Key}={sysctl.Value}"));
    }
}
