using System.Text;
using VethLab.Networks.Labs.Containerlab;
using VethLab.Networks.Labs.Description;

namespace VethLab.Tests.Labs;

/// <summary>What nodes of a topology inherit, and what of a topology there is no place for.</summary>
public class ContainerlabReaderTests
{
    private static (LabDescription? Lab, IReadOnlyList<string> Notes) Read(string topology)
    {
        var document = ContainerlabDocument.Read(YamlDocumentReader.Read(Encoding.UTF8.GetBytes(topology), null).Root!, null);
        Assert.Empty(document.Problems);
        var reading = LabDocument.Read(document.Root);
        Assert.Empty(reading.Problems);
        return (reading.Description, document.Notes.Select(note => $"{note.Path}: {note.Reason}").ToList());
    }

    [Fact]
    public void A_node_has_what_it_says_itself_before_its_group_its_kind_and_the_defaults()
    {
        var (lab, _) = Read(
            """
            name: t
            topology:
              defaults: { kind: bridge, sysctls: { net.core.a: d, net.core.b: d, net.core.c: d, net.core.d: d }, exec: [ip addr add 10.0.0.1 dev lo] }
              kinds: { linux: { sysctls: { net.core.a: k, net.core.b: k, net.core.c: k }, exec: [ip addr add 10.0.0.2 dev lo] } }
              groups: { g: { kind: linux, sysctls: { net.core.a: g, net.core.b: g }, exec: [ip addr add 10.0.0.3 dev lo] } }
              nodes:
                n: { group: g, sysctls: { net.core.a: n }, exec: [ip addr add 10.0.0.4 dev lo] }
                br: {}
            """);

        var node = Assert.Single(lab!.Namespaces);
        Assert.Equal(["core/a=n", "core/b=g", "core/c=k", "core/d=d"], node.Sysctls.Select(sysctl => $"{sysctl.Key}={sysctl.Value}"));
        Assert.Equal(["10.0.0.1/32", "10.0.0.2/32", "10.0.0.3/32", "10.0.0.4/32"], node.IPAddress.Select(address => address.ToString()));
        Assert.Equal("br", Assert.Single(lab.Bridges).Name);
    }

    [Fact]
    public void Forwarding_is_a_key_of_its_own_however_it_is_turned_on()
    {
        var (lab, _) = Read("{ name: t, topology: { defaults: { kind: linux }, nodes: { a: { sysctls: { net.ipv6.conf.all.forwarding: 1 } }, b: { exec: [sysctl -w net/ipv4/ip_forward=1] }, c: { sysctls: { net.ipv4.ip_forward: 0 } } } } }");

        Assert.Equal([true, true, false], lab!.Namespaces.Select(space => space.Forwarding));
        Assert.All(lab.Namespaces, space => Assert.Empty(space.Sysctls));
    }

    [Theory]
    [InlineData("{ name: t, debug: true, topology: { nodes: {} } }", "debug: 'debug' is left out")]
    [InlineData("{ name: t, topology: { x: 1, nodes: {} } }", "topology.x: 'x' is left out")]
    [InlineData("{ name: t, topology: { defaults: { kind: linux, binds: [a] }, nodes: {} } }", "topology.defaults.binds: 'binds' is left out")]
    [InlineData("{ name: t, topology: { nodes: { a: { kind: arista_ceos } } } }", "topology.nodes.a: a node of kind arista_ceos becomes a namespace, without the software that it would run")]
    [InlineData("{ name: t, topology: { nodes: { a: { kind: linux, network-mode: container:b }, b: { kind: linux } } } }", "topology.nodes.a: network-mode container:b is not possible; the node has a namespace of its own")]
    [InlineData("{ name: t, topology: { nodes: { a: { kind: bridge } } } }", "topology.nodes.a: containerlab joins to a bridge that is there; the lab makes one of its own")]
    [InlineData("{ name: t, topology: { nodes: { a: { kind: host, exec: [reboot] } } } }", "topology.nodes.a.exec[0]: 'reboot' is not run: it would change the machine")]
    public void What_there_is_no_place_for_is_noted(string topology, string note) => Assert.Equal(note, Assert.Single(Read(topology).Notes));
}
