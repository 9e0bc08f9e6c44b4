using VethLab.Networks.Errors;

namespace VethLab.Tests.Labs;

/// <summary>What is wrong with descriptions is told, all of it, where it is, and what was meant.</summary>
public class LabProblemTests
{
    private const string Good = "'name': 'lab', 'bridges': { 'br01': { 'subnet': '10.0.0.0/24' } }, 'namespaces': { 'ns01': {}, 'ns02': {} }";

    private const string Wall = "'name': 'lab', 'bridges': { 'br01': { 'subnet': '10.0.0.0/24' } }, 'namespaces': { 'w': { 'forwarding': true, 'firewall': { ";

    [Theory]
    [InlineData("'name': 'a b'", "name", NetworkError.InvalidName, "contains ' '")]
    [InlineData("'name': 'here'", "name", NetworkError.InvalidName, "stands for")]
    [InlineData("'bridges': {}", "", NetworkError.DescriptionInvalid, "has no name")]
    [InlineData("'name': 'lab', 'namspaces': {}", "namspaces", NetworkError.DescriptionInvalid, "did you mean 'namespaces'?")]
    [InlineData("'name': 'lab', 'name': 'lab'", "name", NetworkError.DescriptionInvalid, "twice")]
    [InlineData("'name': 'lab', 'placement': 'Hots'", "placement", NetworkError.DescriptionInvalid, "no placement")]
    [InlineData("'name': 'lab', 'placement': 1", "placement", NetworkError.DescriptionInvalid, "no placement")]
    [InlineData("'name': 'lab', 'forwarding': 'yes'", "forwarding", NetworkError.DescriptionInvalid, "a text")]
    [InlineData("'name': 'lab', 'namespaces': { 'lab': {} }", "namespaces.lab", NetworkError.InvalidName, "name of the lab")]
    [InlineData("'name': 'lab', 'namespaces': { 'here': {} }", "namespaces.here", NetworkError.InvalidName, "stands for")]
    [InlineData("'name': 'lab', 'namespaces': { 'a/b': {} }", "namespaces['a/b']", NetworkError.InvalidName, "'/'")]
    [InlineData("'name': 'lab', 'namespaces': ['a'], 'bridges': ['a']", "namespaces[0]", NetworkError.InvalidName, "name of a bridge")]
    [InlineData("'name': 'lab', 'namespaces': ['a', 'b', 'a']", "namespaces[2]", NetworkError.InvalidName, "twice")]
    [InlineData("'name': 'lab', 'bridges': { 'a': {}, 'b': {}, 'a': {} }", "bridges.a", NetworkError.InvalidName, "twice")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'adresses': [] } }", "namespaces.a.adresses", NetworkError.DescriptionInvalid, "'addresses'")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'addresses': ['10.0.0.1/24', '10.0.0.300/24'] } }", "namespaces.a.addresses[1]", NetworkError.InvalidAddress, "10.0.0.300")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'addresses': '10.0.0.1' } }", "namespaces.a.addresses", NetworkError.InvalidPrefixLength, "no prefix length")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'sysctls': { 'kernel.x': 1 } } }", "namespaces.a.sysctls['kernel.x']", NetworkError.InvalidName, "no setting of a network")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'sysctls': { 'net/../kernel/x': 1 } } }", "namespaces.a.sysctls['net/../kernel/x']", NetworkError.InvalidName, "no setting of a network")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'sysctls': { 'net.ipv4.ip_forward': 1 } } }", "namespaces.a.sysctls['net.ipv4.ip_forward']", NetworkError.InvalidValue, "'forwarding'")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'routes': [ { 'destination': 'default' } ] } }", "namespaces.a.routes[0]", NetworkError.InvalidValue, "neither")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'routes': [ { 'destination': '10.0.0.0/8', 'nextHop': '10.9.9.9' } ] } }", "namespaces.a.routes[0]", NetworkError.GatewayUnreachable, "10.9.9.9")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'routes': [ { 'destination': '10.0.0.1/8', 'nextHop': '10.9.9.9' } ] } }", "namespaces.a.routes[0].destination", NetworkError.InvalidPrefixLength, "10.0.0.0/8")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'routes': [ { 'destination': '10.0.0.0/8', 'interface': 'eth9' } ] } }", "namespaces.a.routes[0]", NetworkError.InterfaceNotFound, "eth9")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'routes': [ { 'destination': '10.0.0.0/8', 'nextHop': 'fd00::1' } ] } }", "namespaces.a.routes[0]", NetworkError.WrongAddressFamily, "different families")]
    [InlineData("'name': 'lab', 'bridges': { 'bridge-of-16-byt': {} }", "bridges.bridge-of-16-byt", NetworkError.InvalidName, "16 bytes")]
    [InlineData("'name': 'lab', 'bridges': { 'b': { 'subnet': '10.0.0.1/24' } }", "bridges.b.subnet", NetworkError.InvalidPrefixLength, "10.0.0.0/24")]
    [InlineData("'name': 'lab', 'bridges': { 'b': { 'subnet': '10.0.0.0/24', 'addresses': '10.1.0.1/24' } }", "bridges.b.addresses", NetworkError.InvalidAddress, "outside")]
    [InlineData("'name': 'lab', 'bridges': { 'b': { 'subnet': '10.0.0.0/24', 'addresses': '10.0.0.1/16' } }", "bridges.b.addresses", NetworkError.InvalidPrefixLength, "another prefix length")]
    [InlineData("'name': 'lab', 'bridges': { 'b': { 'subnet': '10.0.0.0/24', 'addresses': '10.0.0.255/24' } }", "bridges.b.addresses", NetworkError.InvalidAddress, "broadcast")]
    [InlineData("'name': 'lab', 'bridges': { 'b': { 'subnet': '10.0.0.0/24', 'gateway': '10.1.0.1' } }", "bridges.b.gateway", NetworkError.GatewayUnreachable, "outside")]
    [InlineData("'name': 'lab', 'bridges': { 'b': { 'mtu': 10 } }", "bridges.b", NetworkError.InvalidMtu, "MTU of 10")]
    [InlineData("'name': 'lab', 'bridges': { 'b': { 'mtu': 'big' } }", "bridges.b.mtu", NetworkError.DescriptionInvalid, "a number is expected")]
    [InlineData("'name': 'lab', 'bridges': { 'b': { 'macAddress': '01:00:00:00:00:00' } }", "bridges.b.macAddress", NetworkError.InvalidMacAddress, "multicast")]
    [InlineData("'name': 'lab', 'bridges': { 'b': { 'macAddress': '02:00' } }", "bridges.b.macAddress", NetworkError.InvalidMacAddress, "02:00")]
    [InlineData("'name': 'lab', 'bridges': { 'b': { 'prefix': 'x' } }", "bridges.b.prefix", NetworkError.DescriptionInvalid, "count")]
    [InlineData("'name': 'lab', 'bridges': { 'b': { 'count': 1024 } }", "bridges.b.count", NetworkError.DescriptionInvalid, "1024")]
    [InlineData("'name': 'lab', 'bridges': { 'b': { 'subnet': '10.0.0.0/30', 'count': 4 } }", "bridges.b.subnet", NetworkError.InvalidPrefixLength, "no address left for ns02")]
    [InlineData("'name': 'lab', 'commands': ['']", "commands[0]", NetworkError.InvalidValue, "empty")]
    [InlineData("'name': 'lab', 'commands': [true]", "commands[0]", NetworkError.DescriptionInvalid, "a text is expected")]
    [InlineData("'name': 'lab', 'commands': 'a', 'placement': 'Host'", "commands", NetworkError.DescriptionInvalid, "no namespace of its own")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'commands': { 'wait': true } } }", "namespaces.a.commands", NetworkError.DescriptionInvalid, "nothing to run")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'commands': [{ 'run': 'x', 'await': true }] } }", "namespaces.a.commands[0].await", NetworkError.DescriptionInvalid, "did you mean 'wait'?")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'commands': [{ 'run': 'x', 'log': 'here.log' }] } }", "namespaces.a.commands[0]", NetworkError.InvalidValue, "no whole path")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'commands': [{ 'run': 'x', 'env': { 'VETHLAB': 'y' } }] } }", "namespaces.a.commands[0].env.VETHLAB", NetworkError.InvalidName, "cannot be set")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'commands': [{ 'run': 'x', 'env': 'A=y' }] } }", "namespaces.a.commands[0].env", NetworkError.DescriptionInvalid, "a map is expected")]
    [InlineData("'name': 'lab', 'namespaces': { 'a': { 'commands': [{ 'run': 'x\\u0000' }] } }", "namespaces.a.commands[0]", NetworkError.InvalidValue, "NUL")]
    [InlineData("'name': 'lab', 'firewall': {}, 'placement': 'Host'", "firewall", NetworkError.DescriptionInvalid, "not a lab's to drop")]
    [InlineData(Wall + "'policy': 'reject' } } }", "namespaces.w.firewall.policy", NetworkError.DescriptionInvalid, "no policy")]
    [InlineData(Wall + "'allow': 'a to b' } } }", "namespaces.w.firewall.allow", NetworkError.DescriptionInvalid, "no rule")]
    [InlineData(Wall + "'allow': ['any -> br01', 'any -> br1'] } } }", "namespaces.w.firewall.allow[1]", NetworkError.InvalidName, "did you mean 'br01'?")]
    [InlineData(Wall + "'allow': ['any -> br01 tpc 80'] } } }", "namespaces.w.firewall.allow[0]", NetworkError.InvalidValue, "no protocol 'tpc'")]
    [InlineData(Wall + "'allow': ['any -> br01 icmp 80'] } } }", "namespaces.w.firewall.allow[0]", NetworkError.InvalidValue, "no ports")]
    [InlineData(Wall + "'allow': ['any -> br01 tcp 90-80'] } } }", "namespaces.w.firewall.allow[0]", NetworkError.InvalidValue, "no port")]
    [InlineData(Wall + "'allow': ['any -> br01 tcp 65536'] } } }", "namespaces.w.firewall.allow[0]", NetworkError.InvalidValue, "no port")]
    [InlineData(Wall + "'deny': [{ 'protocol': 'tcp' }] } } }", "namespaces.w.firewall.deny[0]", NetworkError.DescriptionInvalid, "neither")]
    [InlineData(Wall + "'deny': ['br01 -> fd00::/64'] } } }", "namespaces.w.firewall.deny[0]", NetworkError.WrongAddressFamily, "same family")]
    [InlineData(Wall + "'deny': ['w -> w'] } } }", "namespaces.w.firewall.deny[0]", NetworkError.DescriptionInvalid, "not filtered")]
    [InlineData("'name': 'lab', 'namespaces': { 'w': { 'firewall': { 'allow': 'any -> any' } } }", "namespaces.w.firewall", NetworkError.DescriptionInvalid, "nothing is forwarded")]
    [InlineData(Good + ", 'links': [ { 'ends': ['ns01'] } ]", "links[0].ends", NetworkError.DescriptionInvalid, "two ends")]
    [InlineData(Good + ", 'links': [ { 'ends': ['ns01', 'br1'] } ]", "links[0].ends[1]", NetworkError.DescriptionInvalid, "did you mean 'br01'?")]
    [InlineData(Good + ", 'links': [ { 'ends': ['ns01', {}] } ]", "links[0].ends[1]", NetworkError.DescriptionInvalid, "no node")]
    [InlineData(Good + ", 'links': [ { 'ends': ['br01', 'br01'] } ]", "links[0]", NetworkError.BridgeLoop, "both ends")]
    [InlineData(Good + ", 'links': [ { 'ends': ['ns01:interface-16-by1', 'br01'] } ]", "links[0].ends[0]", NetworkError.InvalidName, "16 bytes")]
    [InlineData(Good + ", 'links': [ { 'ends': ['ns01:a', 'br01'] }, { 'ends': ['ns01:a', 'br01'] } ]", "links[1].ends[0]", NetworkError.InterfaceExists, "taken")]
    [InlineData(Good + ", 'links': [ { 'ends': ['ns01', 'br01:br01'] } ]", "links[0].ends[1]", NetworkError.InterfaceExists, "bridge br01")]
    [InlineData(Good + ", 'links': [ { 'ends': ['ns01', { 'node': 'br01', 'addresses': '10.0.0.9/24' }] } ]", "links[0].ends[1].addresses", NetworkError.DescriptionInvalid, "port")]
    [InlineData(Good + ", 'links': [ { 'ends': [{ 'node': 'ns01', 'addresses': '10.5.0.9/24' }, 'br01'] } ]", "links[0].ends[0].addresses", NetworkError.InvalidAddress, "outside")]
    [InlineData(Good + ", 'links': [ { 'ends': [{ 'node': 'ns01', 'addresses': '10.0.0.1/24' }, 'br01'] } ], 'bridges': {}", "bridges", NetworkError.DescriptionInvalid, "twice")]
    [InlineData(Good + ", 'links': [ { 'ends': [{ 'node': 'ns01', 'addresses': '10.0.0.9/24' }, 'br01'] }, { 'ends': [{ 'node': 'ns02', 'addresses': '10.0.0.9/24' }, 'br01'] } ]", "links[1].ends[0].addresses", NetworkError.AddressExists, "ns01:eth0")]
    [InlineData(Good + ", 'links': [ { 'ends': [{ 'node': 'ns01', 'gateway': '10.0.0.77', 'addresses': [] }, 'br01'] } ]", "links[0].ends[0].gateway", NetworkError.GatewayUnreachable, "no address")]
    [InlineData(Good + ", 'links': [ { 'ends': [{ 'node': 'ns01', 'gateway': '10.9.0.1', 'addresses': '10.0.0.9/24' }, 'br01'] } ]", "links[0].ends[0].gateway", NetworkError.GatewayUnreachable, "outside")]
    [InlineData(Good + ", 'links': [ { 'ends': [{ 'node': 'here', 'gateway': '10.0.0.1' }, 'br01'] } ]", "links[0].ends[0].gateway", NetworkError.DescriptionInvalid, "not here")]
    [InlineData(Good + ", 'links': [ { 'ends': [{ 'node': 'ns01', 'macAddress': '02:00:00:00:00:01' }, { 'node': 'br01', 'macAddress': '02:00:00:00:00:01' }] } ]", "links[0].ends[1].macAddress", NetworkError.InvalidMacAddress, "ns01:eth0")]
    [InlineData(Good + ", 'masquerade': 'fd00::/64'", "masquerade", NetworkError.WrongAddressFamily, "IPv6")]
    [InlineData("'name': 'lab', 'masquerade': true", "masquerade", NetworkError.SubnetNotFound, "not known")]
    [InlineData(Good + ", 'placement': 'Host', 'uplink': true", "uplink", NetworkError.DescriptionInvalid, "nothing to join")]
    [InlineData(Good + ", 'uplink': { 'network': '10.3.0.0/31' }", "uplink.network", NetworkError.InvalidPrefixLength, "two")]
    [InlineData(Good + ", 'uplink': { 'interface': 'a b' }", "uplink.interface", NetworkError.InvalidName, "white space")]
    [InlineData(Good + ", 'reachability': [ { 'from': 'ns01' } ]", "reachability[0]", NetworkError.DescriptionInvalid, "'to'")]
    [InlineData(Good + ", 'reachability': [ { 'from': 'ns01', 'to': ['ns02', 'ns03'] } ]", "reachability[0].to[1]", NetworkError.NamespaceNotFound, "ns03")]
    [InlineData(Good + ", 'reachability': [ { 'from': 'ns01', 'to': 'ns02' }, { 'from': 'ns01', 'to': 'ns02', 'reachable': false } ]", "reachability[1].to", NetworkError.InvalidValue, "shall not")]
    public void A_mistake_is_told_with_its_path_and_what_it_is(string json, string path, NetworkError error, string words)
    {
        var problem = Assert.Single(Described.Read($"{{ {json} }}").Problems);

        Assert.Equal((path, error, "lab.json", 1), (problem.Path, problem.Error, problem.File, problem.Line));
        Assert.Contains(words, problem.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Advice);
    }

    [Fact]
    public void All_mistakes_of_a_file_are_told_at_once_in_the_order_of_their_lines()
    {
        var problems = Described.Read(
            """
            {
              'name': 'two words',
              'bridges': {
                'br01': { 'subnet': '10.0.0/24' } },
              'namespaces': {
                'ns01': { 'adresses': [] },
                'ns02': {
                  'addresses': [ '10.0.0.1/24',
                    '10.0.0.1/33' ] } },
              'links': [ { 'ends': [ 'ns01', 'br02' ] } ]
            }
            """).Problems;

        Assert.Equal(
            ["name", "bridges.br01.subnet", "namespaces.ns01.adresses", "namespaces.ns02.addresses[1]", "links[0].ends[1]"],
            problems.Select(problem => problem.Path));
        Assert.Equal([2, 4, 6, 9, 10], problems.Select(problem => problem.Line));
        Assert.StartsWith("lab.json:9:9: namespaces.ns02.addresses[1]: '10.0.0.1/33'", problems[3].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ 'name': 'lab', }", 1, "trailing comma")]
    [InlineData("{\n 'name': tru }", 2, "tru")]
    [InlineData("", 1, "JSON")]
    [InlineData("{} {}", 1, "after a single JSON value")]
    [InlineData("[]", 1, "a list")]
    public void What_is_no_JSON_object_is_told_with_its_line(string text, int line, string words)
    {
        var problem = Described.Read(text).Problems[0];

        Assert.Equal((NetworkError.DescriptionInvalid, line), (problem.Error, problem.Line));
        Assert.Contains(words, problem.Reason, StringComparison.Ordinal);
    }
}
