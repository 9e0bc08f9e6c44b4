using System.Text;
using VethLab.Networks.Labs.Containerlab;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Export;

namespace VethLab.Tests.Labs;

/// <summary>A lab that is written for containerlab and read back is the same lab, but for what the topology's comments tell.</summary>
public class ContainerlabWriterTests
{
    private static LabReading ReadBack(string topology, LabPlacement placement = LabPlacement.Namespace)
    {
        var (root, problems) = YamlDocumentReader.Read(Encoding.UTF8.GetBytes(topology), "lab.clab.yml");
        Assert.True(problems.Count == 0, topology + string.Join('\n', problems));
        var document = ContainerlabDocument.Read(root!, "lab.clab.yml");
        Assert.Empty(document.Problems);
        return LabDocument.Read(document.Root, "lab.clab.yml", placement: placement);
    }

    public static TheoryData<string> Labs =>
    [
        "'name': 'empty'",
        "'name': 'plain', 'namespaces': ['a', 'b'], 'links': [{ 'ends': ['a', 'b'] }]",
        "'name': 'star', 'bridges': { 'br01': { 'subnet': ['10.0.0.0/24', 'fd00::/64'], 'count': 3 } }",
        """
        'name': 'rich', 'forwarding': true, 'sysctls': { 'net.ipv4.tcp_rmem': '1 2 3' }, 'routes': { 'destination': '10.9.0.0/16', 'nextHop': '10.0.0.9' },
        'bridges': { 'br01': { 'subnet': '10.0.0.0/24', 'macAddress': '02:00:00:00:00:01', 'mtu': 1400, 'stp': true }, 'no': {} },
        'namespaces': {
          'a': { 'addresses': ['192.0.2.1/32', 'fd01::1/128'], 'forwarding': true, 'sysctls': { 'net/ipv4/conf/eth0.5/rp_filter': 0 } },
          'b': { 'routes': [{ 'destination': 'default', 'nextHop': 'fd02::1' }, { 'destination': '10.1.0.0/16', 'interface': 'x=y', 'metric': 7 }] },
          'off': {}, '12': {} },
        'links': [
          { 'ends': [{ 'node': 'a', 'interface': 'eth0.5', 'macAddress': '02:00:00:00:00:10' }, 'br01'], 'mtu': 1400 },
          { 'ends': [{ 'node': 'b', 'interface': 'x=y', 'addresses': ['fd02::2/64', '10.2.0.1/30'] }, { 'node': 'a', 'addresses': ['10.2.0.2/30', '10.2.0.3/30'] }] },
          { 'ends': ['no', 'br01'] }, { 'ends': ['12', 'no'] }, { 'ends': ['here:h1', 'off'] }, { 'ends': ['off', { 'node': 'here', 'interface': 'h2' }], 'mtu': 9000 }]
        """,
    ];

    [Theory]
    [MemberData(nameof(Labs))]
    public void A_lab_is_the_same_when_it_is_read_back(string json)
    {
        var lab = Described.Lab($"{{ {json} }}");

        var topology = ContainerlabWriter.Write(lab);
        var reading = ReadBack(topology);

        Assert.True(reading.Problems.Count == 0, topology + string.Join('\n', reading.Problems));
        // A pair with an end on the host is written with that end last.
        var there = lab with { Links = [.. lab.Links.Select(link => link.End.Kind == LabNodeKind.Here ? new LabLink(link.Peer, link.End) { Mtu = link.Mtu } : link)] };
        Assert.Equal(there, reading.Description);
    }

    [Fact]
    public void Nodes_have_no_management_network_addresses_skip_duplicate_detection_and_pairs_have_the_kernels_mtu()
    {
        var lab = Described.Lab("{ 'name': 't', 'namespaces': { 'a': { 'forwarding': true }, 'b': {} }, 'links': [{ 'ends': [{ 'node': 'a', 'addresses': ['10.0.0.1/30', 'fd00::1/64'] }, 'b'] }] }");

        Assert.Equal(
            """
            # The lab t, written by VethLab for containerlab deploy -t t.clab.yml.
            name: t
            topology:
              defaults:
                kind: linux
              kinds:
                linux:
                  image: ghcr.io/srl-labs/network-multitool:latest
                  network-mode: none
              nodes:
                a:
                  sysctls:
                    net.ipv4.ip_forward: 1
                    net.ipv6.conf.all.forwarding: 1
                  exec:
                    - ip address add 10.0.0.1/30 dev eth0
                    - ip address add fd00::1/64 dev eth0 nodad
                b: {}
              links:
                - endpoints: ["a:eth0", "b:eth0"]
                  mtu: 1500

            """,
            ContainerlabWriter.Write(lab));
    }

    [Fact]
    public void Bridges_that_live_here_must_be_there_and_the_topology_says_so()
    {
        var lab = Described.Lab("{ 'name': 'h', 'placement': 'Host', 'bridges': { 'br01': { 'addresses': '10.0.0.1/24' } }, 'namespaces': ['a'], 'links': [{ 'ends': ['a', 'br01'] }] }");

        var topology = ContainerlabWriter.Write(lab);

        Assert.Contains("# Before deploying, on the host: ip link add br01 type bridge && ip address add 10.0.0.1/24 dev br01 && ip link set br01 up\n", topology, StringComparison.Ordinal);
        Assert.Contains("    br01:\n      kind: bridge\n", topology, StringComparison.Ordinal);
        Assert.Equal(lab with { Bridges = [new LabBridge("br01")] }, ReadBack(topology, LabPlacement.Host).Description);
    }

    [Fact]
    public void What_a_topology_cannot_say_is_a_comment_at_its_top()
    {
        var lab = Described.Lab(
            "{ 'name': 'c', 'bridges': { 'br01': { 'subnet': '10.0.0.0/24', 'count': 2 } }, 'namespaces': ['ns01'], 'masquerade': true, 'reachability': { 'from': 'ns01', 'to': 'ns02', 'reachable': false },"
            + "'links': [{ 'ends': [{ 'node': 'here', 'interface': 'h', 'addresses': '10.5.0.1/24', 'macAddress': '02:00:00:00:00:05' }, 'ns01'] }] }");

        var comments = ContainerlabWriter.Write(lab).Split('\n').TakeWhile(line => line.StartsWith('#')).ToList();

        foreach (var words in new[] { "uplink", "masquerade of 10.0.0.0/24", "ns01 -/-> ns02", "ip address add 10.5.0.1/24 dev h", "ip link set h address 02:00:00:00:00:05" })
            Assert.Contains(comments, comment => comment.Contains(words, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no", "\"no\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("", "\"\"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("a\n\"\\\u0001é", "\"a\\u000a\\\"\\\\\\u0001é\"")]
    [InlineData("ip -6 route add default via fd00::1", "ip -6 route add default via fd00::1")]
    public void A_text_is_quoted_where_it_would_be_read_as_something_else(string text, string written)
    {
        Assert.Equal(written, YamlText.Of(text));
        Assert.Equal(text, YamlDocumentReader.Read(Encoding.UTF8.GetBytes($"- {written}"), null).Root!.Items![0].Value);
    }
}
