using VethLab.Linux.Route;
using VethLab.Tests.Support;

namespace VethLab.Tests.Route;

/// <summary>Neighbours and numbers of namespaces as the kernel sent them to ip.</summary>
public class NeighborDecodingTests
{
    private static readonly List<NeighborMessage> Neighbors =
        NetlinkText.Decode(Recording.Load("list-neighbours").Received, NeighborMessage.Decode);

    [Fact]
    public void Every_neighbour_is_read_as_ip_reads_it()
    {
        var indexes = NetlinkText.Objects(Recording.Printed("list-links")).ToDictionary(link => link.Text("ifname")!, link => link.Number("ifindex"));
        var printed = NetlinkText.Objects(Recording.Printed("list-neighbours")).Select(entry => string.Join(
            ' ', indexes[entry.Text("dev")!], entry.Text("dst"), entry.Text("lladdr"), entry.GetProperty("state")[0].GetString()));
        var read = Neighbors.Select(entry => string.Join(
            ' ', entry.InterfaceIndex, entry.Address, entry.MacAddress, entry.State.ToString().ToUpperInvariant()));

        Assert.Equal(printed.Order(), read.Order());
    }

    [Fact]
    public void Flags_are_read_as_ip_reads_them()
    {
        var printed = NetlinkText.Objects(Recording.Printed("list-neighbours-flags")).Select(entry => string.Join(
            ' ', entry.Text("dst"), entry.Text("router") is not null, entry.Text("extern_learn") is not null, entry.Text("managed") is not null));
        var read = NetlinkText.Decode(Recording.Load("list-neighbours-flags").Received, NeighborMessage.Decode).Select(entry => string.Join(
            ' ',
            entry.Address, entry.Flags.HasFlag(NeighborFlags.Router), entry.Flags.HasFlag(NeighborFlags.ExternallyLearned), entry.Flags.HasFlag(NeighborFlags.Managed)));

        Assert.Equal(printed.Order(), read.Order());
        Assert.Contains("fd00:88::b True False False", read);
        Assert.Contains("192.168.88.11 False True False", read);
        Assert.Contains("192.168.88.12 False False True", read);
    }

    [Fact]
    public void A_neighbour_whose_MAC_is_not_known_has_none()
    {
        var failed = Assert.Single(Neighbors, entry => entry.State == NeighborState.Failed);

        Assert.Null(failed.MacAddress);
    }

    [Fact]
    public void Other_messages_are_left_out_and_a_header_that_is_cut_is_an_error()
    {
        Assert.Null(NeighborMessage.Decode(29, new byte[12]));
        Assert.Throws<InvalidDataException>(() => NeighborMessage.Decode(28, new byte[11]));
    }

    [Fact]
    public void The_number_of_a_namespace_is_read_and_minus_one_is_none()
    {
        var read = Recording.Load("list-namespaces").Received.Select(message => NamespaceIdClient.Decode(NetlinkText.TypeOf(message), message.AsSpan(16)));

        // `ip netns list` printed: unknown without an id, elsewhere with 0. It asks twice.
        Assert.Equal([null, 0, null, 0], read.Select(answer => answer!.IdOrNull));
    }
}
