using System.Globalization;
using System.Text.RegularExpressions;
using VethLab.Linux.Packets;

namespace VethLab.Tests.Packets;

/// <summary>The decoder reads in recorded frames what tcpdump and tshark read in them.</summary>
public sealed partial class RecordedFramesTests
{
    [Fact]
    public void The_recording_has_every_kind_of_packet_that_is_compared()
    {
        var protocols = RecordedFrame.All.Select(frame => frame.Decode().Protocol).Distinct().Order().ToArray();
        Assert.Equal(["ARP", "ICMP", "ICMPv6", "IP-253", "TCP", "UDP"], protocols);
        Assert.True(RecordedFrame.All.Count > 100);
    }

    [Fact]
    public void Summaries_are_tcpdumps_lines()
    {
        foreach (var frame in RecordedFrame.All)
        {
            // tcpdump tells of VLAN tags only with -e, and writes a blank too many before ip-proto.
            var expected = frame.Line.Replace(":  ip-proto", ": ip-proto", StringComparison.Ordinal);
            Assert.Equal(expected, VlanTags().Replace(frame.Decode().Summary, string.Empty));
        }
    }

    [Fact]
    public void Well_formed_frames_are_not_called_malformed() =>
        Assert.All(RecordedFrame.All, frame => Assert.Null(frame.Decode().Malformed));

    [Fact]
    public void Fields_are_tsharks()
    {
        foreach (var frame in RecordedFrame.All)
        {
            var packet = frame.Decode();
            foreach (var (name, read) in Readers)
            {
                var expected = frame.Fields.TryGetValue(name, out var text) && !IsInner(frame, packet, name) ? Normalise(name, text) : null;
                Assert.Equal((frame.Line, name, expected), (frame.Line, name, read(packet)));
            }
        }
    }

    [Fact]
    public void A_tagged_frame_shows_its_outer_tag_and_the_type_inside()
    {
        var tagged = RecordedFrame.All.Where(frame => frame.Fields.ContainsKey("vlan.id")).Select(frame => frame.Decode()).ToArray();
        Assert.Equal([5, 100, 0], tagged.Select(packet => packet.VlanId!.Value));
        Assert.Equal(
            ["vlan 5, p 3, IP 10.0.0.1.4000", "vlan 100, p 0, vlan 5, p 0, IP 10.0.0.1.4000", "vlan 0, p 0, ARP, Request who-has"],
            tagged.Select(packet => SummaryStart().Match(packet.Summary).Value));
        Assert.Equal([0x800, 0x800, 0x806], tagged.Select(packet => (int)packet.EtherType!.Value));
    }

    private static readonly Dictionary<string, Func<NetPacket, string?>> Readers = new()
    {
        ["frame.len"] = p => Text(p.Length),
        ["eth.src"] = p => p.SourceMac?.ToString(),
        ["eth.dst"] = p => p.DestinationMac?.ToString(),
        ["eth.type"] = p => p.VlanId is null ? Text(p.EtherType) : p.VlanId == 100 ? "34984" : "33024",
        ["ieee8021ad.id"] = p => p.Data[12] == 0x88 && p.Data[13] == 0xa8 ? Text(p.VlanId) : null,
        ["vlan.id"] = p => p.Data[12] == 0x81 ? Text(p.VlanId) : null,
        ["ip.src"] = p => p.EtherType == 0x800 ? p.SourceAddress?.ToString() : null,
        ["ip.dst"] = p => p.EtherType == 0x800 ? p.DestinationAddress?.ToString() : null,
        ["ip.ttl"] = p => p.EtherType == 0x800 ? Text(p.TimeToLive) : null,
        ["ip.proto"] = p => p.EtherType == 0x800 ? Text(p.ProtocolNumber) : null,
        ["ip.id"] = p => p.EtherType == 0x800 ? Text(p.IPId) : null,
        ["ip.frag_offset"] = p => p.EtherType == 0x800 ? Text(p.FragmentOffset ?? 0) : null,
        ["ip.flags.mf"] = p => p.EtherType == 0x800 ? Text(p.MoreFragments ? 1 : 0) : null,
        ["ipv6.src"] = p => p.EtherType == 0x86dd ? p.SourceAddress?.ToString() : null,
        ["ipv6.dst"] = p => p.EtherType == 0x86dd ? p.DestinationAddress?.ToString() : null,
        ["ipv6.hlim"] = p => p.EtherType == 0x86dd ? Text(p.TimeToLive) : null,
        ["ipv6.fraghdr.offset"] = p => p.EtherType == 0x86dd ? Text(p.FragmentOffset) : null,
        ["ipv6.fraghdr.more"] = p => p.EtherType == 0x86dd && p.FragmentOffset is not null ? Text(p.MoreFragments ? 1 : 0) : null,
        ["ipv6.fraghdr.ident"] = p => p.EtherType == 0x86dd ? Text(p.IPId) : null,
        ["arp.opcode"] = p => p.ArpOperation switch { "Request" => "1", "Reply" => "2", var other => other },
        ["arp.src.hw_mac"] = p => p.ArpSenderMac?.ToString(),
        ["arp.src.proto_ipv4"] = p => p.ArpSenderAddress?.ToString(),
        ["arp.dst.hw_mac"] = p => p.ArpTargetMac?.ToString(),
        ["arp.dst.proto_ipv4"] = p => p.ArpTargetAddress?.ToString(),
        ["icmp.type"] = p => p.Protocol == "ICMP" ? Text(p.IcmpType) : null,
        ["icmp.code"] = p => p.Protocol == "ICMP" ? Text(p.IcmpCode) : null,
        ["icmp.ident"] = p => p.Protocol == "ICMP" ? Text(p.IcmpId) : null,
        ["icmp.seq"] = p => p.Protocol == "ICMP" ? Text(p.IcmpSequence) : null,
        ["icmpv6.type"] = p => p.Protocol == "ICMPv6" ? Text(p.IcmpType) : null,
        ["icmpv6.code"] = p => p.Protocol == "ICMPv6" ? Text(p.IcmpCode) : null,
        ["icmpv6.echo.identifier"] = p => p.Protocol == "ICMPv6" ? Text(p.IcmpId) : null,
        ["icmpv6.echo.sequence_number"] = p => p.Protocol == "ICMPv6" ? Text(p.IcmpSequence) : null,
        ["icmpv6.nd.ns.target_address"] = p => p.IcmpType == 135 ? p.NeighborTarget?.ToString() : null,
        ["icmpv6.nd.na.target_address"] = p => p.IcmpType == 136 ? p.NeighborTarget?.ToString() : null,
        ["tcp.srcport"] = p => p.Protocol == "TCP" ? Text(p.SourcePort) : null,
        ["tcp.dstport"] = p => p.Protocol == "TCP" ? Text(p.DestinationPort) : null,
        ["tcp.flags"] = p => Text((int?)p.TcpFlags),
        ["tcp.seq_raw"] = p => Text(p.TcpSequence),
        ["tcp.ack_raw"] = p => Text(p.TcpAcknowledgment),
        ["tcp.window_size_value"] = p => Text(p.TcpWindow),
        ["tcp.len"] = p => p.Protocol == "TCP" ? Text(p.PayloadLength) : null,
        ["udp.srcport"] = p => p.Protocol == "UDP" ? Text(p.SourcePort) : null,
        ["udp.dstport"] = p => p.Protocol == "UDP" ? Text(p.DestinationPort) : null,
        ["udp.length"] = p => p.Protocol == "UDP" ? Text(p.PayloadLength + 8) : null,
    };

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Normalise(string name, string text)
    {
        var number = text.StartsWith("0x", StringComparison.Ordinal)
            ? long.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : (long?)null;
        // tshark tells offsets in the header's unit of 8 bytes.
        if (name is "ip.frag_offset" or "ipv6.fraghdr.offset")
            number = (number ?? long.Parse(text, CultureInfo.InvariantCulture)) * 8;
        return Text(number) ?? text;
    }

    /// <summary>
    /// Of an ICMP error tshark also tells the fields of the packet that it is about, and of two VLAN tags the inner one's as well. Those
    /// are not the packet's own.
    /// </summary>
    private static bool IsInner(RecordedFrame frame, NetPacket packet, string field) =>
        (field == "vlan.id" && frame.Fields.ContainsKey("ieee8021ad.id"))
        || (packet.IcmpType is not (null or 0 or 8 or 128 or 129)
            && (field.StartsWith("tcp.", StringComparison.Ordinal) || field.StartsWith("udp.", StringComparison.Ordinal)
                || field is "icmp.ident" or "icmp.seq" || field.StartsWith("icmpv6.echo.", StringComparison.Ordinal)));

    [GeneratedRegex(@"^(vlan \d+, p \d, )+")]
    private static partial Regex VlanTags();

    [GeneratedRegex(@"^.*?(4000|who-has)")]
    private static partial Regex SummaryStart();
}
