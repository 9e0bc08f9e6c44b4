using System.Text.Json;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Tests.Support;

namespace VethLab.Tests.Route;

/// <summary>Links as the kernel sent them to ip, read by VethLab and compared with what ip printed of the same bytes.</summary>
public class LinkDecodingTests
{
    private static readonly List<LinkMessage> Links =
        NetlinkText.Decode(Recording.Load("list-links").Received, LinkMessage.Decode);

    private static readonly Dictionary<string, JsonElement> Printed =
        NetlinkText.Objects(Recording.Printed("list-links")).ToDictionary(link => link.Text("ifname")!);

    private static LinkMessage Link(string name) => Assert.Single(Links, link => link.Name == name);

    public static TheoryData<string> Names { get; } = new(Printed.Keys);

    [Fact]
    public void Every_link_is_there_once_in_the_order_of_the_answer() =>
        Assert.Equal(Printed.Values.Select(link => link.Number("ifindex")), Links.Select(link => (int?)link.Index));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_all_links_have_is_read_as_ip_reads_it(string name)
    {
        var (link, ip) = (Link(name), Printed[name]);
        var flags = ip.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()).ToList();

        Assert.Equal(ip.Number("mtu"), link.Mtu);
        Assert.Equal(ip.Text("address"), link.MacAddress?.ToString());
        Assert.Equal(ip.Text("operstate"), link.State.ToString().ToUpperInvariant());
        Assert.Equal(flags.Contains("UP"), link.IsUp);
        Assert.Equal(flags.Contains("LOWER_UP"), link.Flags.HasFlag(LinkFlags.LowerUp));
        Assert.Equal(flags.Contains("LOOPBACK"), link.Flags.HasFlag(LinkFlags.Loopback));
        Assert.Equal(flags.Contains("BROADCAST"), link.Flags.HasFlag(LinkFlags.Broadcast));
        Assert.Equal(ip.Text("link_type") == "loopback" ? 772 : 1, link.HardwareType);
        Assert.Equal(ip.Text("group") == "default" ? "0" : ip.Text("group"), $"{link.Group}");
        Assert.Equal(ip.Text("ifalias") ?? "", link.Alias);
        Assert.Equal(ip.Text("master"), link.MasterIndex == 0 ? null : Links.Single(other => other.Index == link.MasterIndex).Name);
        Assert.Equal(ip.At("linkinfo", "info_kind")?.GetString() ?? "", link.Kind);
        Assert.Equal(ip.Number("link_netnsid"), link.LinkNamespaceId);
        Assert.Equal(ip.Text("inet6_addr_gen_mode") != "none", link.MakesLinkLocalAddress);
        if (ip.Number("link_index") is { } elsewhere)
            Assert.Equal(elsewhere, link.LinkIndex);
        else if (link.Kind != "vxlan")
            Assert.Equal(ip.Text("link"), Links.SingleOrDefault(other => other.Index == link.LinkIndex)?.Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Counters_are_read_as_ip_reads_them(string name)
    {
        var stats = Printed[name].GetProperty("stats64");
        ulong At(string way, string what) => stats.GetProperty(way).GetProperty(what).GetUInt64();

        Assert.Equal(
            new LinkCounters(
                At("rx", "packets"), At("tx", "packets"), At("rx", "bytes"), At("tx", "bytes"),
                At("rx", "errors"), At("tx", "errors"), At("rx", "dropped"), At("tx", "dropped")),
            Link(name).Counters);
    }

    [Fact]
    public void Some_counters_are_not_zero() => Assert.Contains(Links, link => link.Counters is { SentBytes: > 0, ReceivedPackets: > 0 });

    [Theory]
    [InlineData("br01")]
    [InlineData("plain")]
    public void A_bridge_comes_with_its_settings(string name)
    {
        var (bridge, ip) = (Link(name).Bridge!, Printed[name].At("linkinfo", "info_data")!.Value);

        Assert.Equal(ip.Number("stp_state") == 1, bridge.Stp);
        Assert.Equal(ip.Number("forward_delay")!.Value * 10.0, bridge.ForwardDelay.TotalMilliseconds);
        Assert.Equal(ip.Number("ageing_time")!.Value * 10.0, bridge.AgeingTime.TotalMilliseconds);
        Assert.Equal(ip.Number("mcast_snooping") == 1, bridge.MulticastSnooping);
        Assert.Equal(ip.Number("vlan_filtering") == 1, bridge.VlanFiltering);
        Assert.Equal(ip.Number("priority"), bridge.Priority);
        Assert.Equal(Full(ip.Text("bridge_id")!), bridge.BridgeId);
        Assert.Equal(Full(ip.Text("root_id")!), bridge.RootId);

        // ip drops leading zeros of each byte; brctl(8), whose form VethLab uses, has twelve digits without colons.
        static string Full(string id) => id[..5] + string.Concat(id[5..].Split(':').Select(part => part.PadLeft(2, '0')));
    }

    [Theory]
    [InlineData("br-veth03", BridgePortState.Listening)]
    [InlineData("br-veth04", BridgePortState.Disabled)]
    public void A_port_comes_with_its_state_and_number(string name, BridgePortState state)
    {
        var ip = Printed[name].At("linkinfo", "info_slave_data")!.Value;

        Assert.Equal(ip.Text("state"), state.ToString().ToLowerInvariant());
        Assert.Equal(new BridgePortData { State = state, Number = Convert.ToInt32(ip.Text("no"), 16) }, Link(name).BridgePort);
    }

    [Fact]
    public void Only_bridges_have_bridge_settings_and_only_ports_a_port_state()
    {
        Assert.Equal(["br01", "plain"], Links.Where(link => link.Bridge is not null).Select(link => link.Name));
        Assert.Equal(["br-veth03", "br-veth04"], Links.Where(link => link.BridgePort is not null).Select(link => link.Name));
    }

    [Fact]
    public void Kinds_without_a_reader_of_their_own_keep_their_names() =>
        Assert.Equal(("vxlan", "macvlan"), (Link("vx0").Kind, Link("mac0").Kind));

    [Fact]
    public void A_single_answer_is_read_like_an_entry_of_a_list()
    {
        // ip resolves names to indexes by asking for further links, so the answer is picked by its name.
        var found = NetlinkText.Decode(Recording.Load("find-link").Received, LinkMessage.Decode).Last(link => link.Name == "br-veth03");

        Assert.Equal(Link("br-veth03") with { Counters = found.Counters }, found);
    }

    [Fact]
    public void Other_messages_are_left_out_and_a_header_that_is_cut_is_an_error()
    {
        Assert.Null(LinkMessage.Decode(20, new byte[16]));
        Assert.Throws<InvalidDataException>(() => LinkMessage.Decode(16, new byte[15]));
    }
}
