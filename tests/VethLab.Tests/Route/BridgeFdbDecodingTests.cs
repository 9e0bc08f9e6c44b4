using VethLab.Linux.Route;
using VethLab.Tests.Support;

namespace VethLab.Tests.Route;

/// <summary>Forwarding entries as the kernel sent them to bridge, compared with what bridge printed of the same bytes.</summary>
public class BridgeFdbDecodingTests
{
    private static readonly List<BridgeFdbMessage> Entries =
        NetlinkText.Decode(Recording.Load("list-fdb").Received, BridgeFdbMessage.Decode);

    [Fact]
    public void Every_entry_is_read_as_bridge_reads_it()
    {
        var names = NetlinkText.Objects(Recording.Printed("list-links")).ToDictionary(link => link.Number("ifindex")!.Value, link => link.Text("ifname")!);
        var printed = NetlinkText.Objects(Recording.Printed("list-fdb")).Select(entry => string.Join(
            ' ',
            entry.Text("mac"), entry.Text("ifname"), entry.Text("master"), entry.Text("state"), entry.Text("dst"), entry.Number("port"), entry.Number("vni"),
            entry.Text("viaIf"), string.Join(' ', entry.GetProperty("flags").EnumerateArray())));
        var read = Entries.Select(entry => string.Join(
            ' ',
            entry.MacAddress, names[entry.PortIndex], names.GetValueOrDefault(entry.BridgeIndex), State(entry.State), entry.Destination, entry.DestinationPort, entry.Vni,
            names.GetValueOrDefault(entry.ViaIndex), Flags(entry.Flags)));

        Assert.Equal(printed.Order(), read.Order());
        Assert.Equal(26, Entries.Count);
    }

    private static string State(NeighborState state) => (state & NeighborState.Permanent) != 0 ? "permanent" : (state & NeighborState.NoArp) != 0 ? "static" : "";

    private static string Flags(NeighborFlags flags) => flags switch
    {
        NeighborFlags.ExternallyLearned => "extern_learn",
        NeighborFlags.None => "",
        _ => $"{flags}".ToLowerInvariant(),
    };

    [Fact]
    public void What_a_VXLAN_says_of_a_remote_host_is_read()
    {
        var entry = Assert.Single(Entries, entry => $"{entry.MacAddress}" == "02:aa:00:00:00:03");

        Assert.Equal(("10.0.0.2", 5000, 9u, 0), ($"{entry.Destination}", entry.DestinationPort, entry.Vni, entry.BridgeIndex));
    }

    [Fact]
    public void Other_messages_are_left_out_and_a_header_that_is_cut_is_an_error()
    {
        var neighbour = Recording.Load("list-neighbours").Received.First(message => NetlinkText.TypeOf(message) == 28);

        Assert.Null(BridgeFdbMessage.Decode(28, neighbour.AsSpan(16)));
        Assert.Null(BridgeFdbMessage.Decode(29, new byte[12]));
        Assert.Throws<InvalidDataException>(() => BridgeFdbMessage.Decode(28, new byte[11]));
    }
}
