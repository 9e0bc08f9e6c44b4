using System.Text;
using CsCheck;
using VethLab.Networks;
using VethLab.Networks.Labs.Containerlab;
using VethLab.Networks.Labs.Description;

namespace VethLab.Tests.Labs.Generated;

/// <summary>Whatever a lab has inside, a topology of containerlab has it too, and New-VethLab reads it from there again.</summary>
public class LabTopologyTests
{
    [Fact]
    public void A_lab_read_from_its_topology_is_the_lab_but_for_what_is_outside_of_it() => LabGenerator.Any.Sample(
        spec =>
        {
            var lab = LabBuilder.Build(spec, "rt");
            var topology = ContainerlabWriter.Write(lab);
            var (root, problems) = YamlDocumentReader.Read(Encoding.UTF8.GetBytes(topology), null);
            Assert.Empty(problems);
            var document = ContainerlabDocument.Read(root!, null);
            Assert.DoesNotContain(document.Notes, note => note.Path.Contains("exec", StringComparison.Ordinal));
            var reading = LabDocument.Read(document.Root, placement: lab.Placement);

            Assert.True(reading.Problems.Count == 0 && document.Problems.Count == 0, $"{string.Join('\n', reading.Problems)}\n{topology}");
            Assert.Equal($"{LabText.Of(LabNormalForm.Of(Inside(lab)))}\n", $"{LabText.Of(LabNormalForm.Of(reading.Description!))}\n");
            Assert.Equal(LabNormalForm.Of(Inside(lab)), LabNormalForm.Of(reading.Description!));
        },
        iter: 2000, threads: 1, print: spec => ContainerlabWriter.Write(LabBuilder.Build(spec, "rt")));

    /// <summary>Without what comments tell: what is on the host, and what only a lab of VethLab has.</summary>
    private static LabDescription Inside(LabDescription lab)
    {
        var isHost = lab.Placement == LabPlacement.Host;
        return lab with
        {
            Uplink = null,
            Masquerade = [],
            Reachability = [],
            Host = isHost ? new LabHost() : lab.Host with { Commands = Nameless(lab.Host.Commands), Firewall = null },
            Namespaces = [.. lab.Namespaces.Select(space => space with { Commands = Nameless(space.Commands), Firewall = null })],
            Bridges = isHost ? [.. lab.Bridges.Select(bridge => new LabBridge(bridge.Name))] : lab.Bridges,
            Links = [.. lab.Links.Where(link => link.End.Kind != LabNodeKind.Here || link.Peer.Kind != LabNodeKind.Here).Select(link => link with { End = Inside(link.End), Peer = Inside(link.Peer) })],
        };

        static SnapshotList<LabCommand> Nameless(IEnumerable<LabCommand> commands) => [.. commands.Select(command => command with { Name = null })];

        LabEnd Inside(LabEnd end) => end.Kind switch
        {
            LabNodeKind.Here => new LabEnd(end.Kind, end.Node, end.Name),
            LabNodeKind.Bridge when isHost => end with { Mtu = null },
            _ => end,
        };
    }
}
