using System.Net;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route;
using VethLab.Tests.Support;

namespace VethLab.Tests.Route;

/// <summary>Addresses as the kernel sent them to ip, compared with what ip printed of the same bytes.</summary>
public class AddressDecodingTests
{
    private static readonly List<AddressMessage> Addresses =
        NetlinkText.Decode(Recording.Load("list-addresses").Received, AddressMessage.Decode);

    private static readonly List<AddressMessage> More =
        NetlinkText.Decode(Recording.Load("list-addresses-more").Received, AddressMessage.Decode);

    private static AddressMessage Address(string text) => Assert.Single(Addresses, address => address.Address.ToString() == text);

    [Fact]
    public void Every_address_is_read_as_ip_reads_it()
    {
        static string Scope(byte scope) => scope switch { 0 => "global", 253 => "link", 254 => "host", _ => $"{scope}" };
        var printed = NetlinkText.Objects(Recording.Printed("list-addresses")).SelectMany(
            link => link.GetProperty("addr_info").EnumerateArray().Select(address => string.Join(
                ' ',
                link.Number("ifindex"), address.Text("local"), address.Number("prefixlen"), address.Text("address"), address.Text("broadcast"),
                address.Text("scope"), address.Text("secondary") is not null, address.Text("nodad") is not null,
                address.Text("tentative") is not null, address.Text("deprecated") is not null, address.Text("dynamic") is null)));
        var read = Addresses.Select(address => string.Join(
            ' ',
            address.InterfaceIndex, address.Address.Address, address.Address.Length, address.Peer, address.Broadcast, Scope(address.Scope),
            address.Flags.HasFlag(AddressFlags.Secondary), address.Flags.HasFlag(AddressFlags.NoDuplicateDetection),
            address.Flags.HasFlag(AddressFlags.Tentative), address.Flags.HasFlag(AddressFlags.Deprecated),
            address.Flags.HasFlag(AddressFlags.Permanent)));

        Assert.Equal(printed.Order(), read.Order());
        Assert.Equal(11, Addresses.Count);
    }

    [Fact]
    public void A_labelled_address_has_its_broadcast_address_and_is_secondary()
    {
        var address = Address("192.168.88.2/24");

        Assert.Equal(IPAddress.Parse("192.168.88.255"), address.Broadcast);
        Assert.Equal(AddressFlags.Secondary | AddressFlags.Permanent, address.Flags);
        Assert.Null(address.Peer);
        Assert.Null(Address("192.168.88.1/24").Broadcast);
    }

    [Fact]
    public void A_point_to_point_address_is_the_own_one_and_names_the_peer()
    {
        var address = Address("10.9.0.1/32");

        Assert.Equal(IPAddress.Parse("10.9.0.2"), address.Peer);
    }

    [Fact]
    public void An_IPv6_address_without_duplicate_detection_says_so() =>
        Assert.Equal(AddressFlags.NoDuplicateDetection | AddressFlags.Permanent, Address("fd00:88::1/64").Flags);

    [Fact]
    public void Labels_lifetimes_and_metrics_are_read_as_ip_reads_them()
    {
        var printed = NetlinkText.Objects(Recording.Printed("list-addresses-more")).SelectMany(
            link => link.GetProperty("addr_info").EnumerateArray().Select(address => string.Join(
                ' ',
                address.Text("local"), address.Text("label"), address.Text("valid_life_time"), address.Text("preferred_life_time"), address.Number("metric") ?? 0,
                address.Text("home") is not null, address.Text("noprefixroute") is not null)));
        var read = More.Select(address => string.Join(
            ' ',
            address.Address.Address, address.Label, address.ValidSeconds ?? uint.MaxValue, address.PreferredSeconds ?? uint.MaxValue, address.Metric,
            address.Flags.HasFlag(AddressFlags.HomeAddress), address.Flags.HasFlag(AddressFlags.NoPrefixRoute)));

        Assert.Equal(printed.Order(), read.Order());
        Assert.Contains("10.9.2.1 veth03:x 3000 2000 7 False True", read);
    }

    [Fact]
    public void An_address_is_the_same_when_it_is_written_and_read_again()
    {
        foreach (var address in More)
        {
            var writer = new NetlinkWriter();
            address.Write(writer);
            var again = AddressMessage.Decode(20, writer.Written)!;

            Assert.Equal(
                address with { Flags = address.GivenFlags, PreferredSeconds = address.Flags.HasFlag(AddressFlags.Deprecated) ? 0 : address.PreferredSeconds }, again);
        }
    }

    [Fact]
    public void Other_messages_are_left_out_and_a_header_that_is_cut_is_an_error()
    {
        Assert.Null(AddressMessage.Decode(16, new byte[8]));
        Assert.Throws<InvalidDataException>(() => AddressMessage.Decode(20, new byte[7]));
    }
}
