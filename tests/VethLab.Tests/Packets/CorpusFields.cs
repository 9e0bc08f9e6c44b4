using System.Globalization;
using System.Net;
using VethLab.Linux.Packets;

namespace VethLab.Tests.Packets;

/// <summary>tshark's names of fields, and how the same is read from packets. Of packets within packets, outermost first.</summary>
internal static class CorpusFields
{
    internal static readonly Dictionary<string, Func<NetPacket, IEnumerable<object?>>> Readers = new()
    {
        ["eth.src"] = p => [p.SourceMac],
        ["eth.dst"] = p => [p.DestinationMac],
        ["ip.src"] = p => [IsIPv4(p) ? p.SourceAddress : null],
        ["ip.dst"] = p => [IsIPv4(p) ? p.DestinationAddress : null],
        ["ip.ttl"] = p => [IsIPv4(p) ? p.TimeToLive : null],
        ["ip.proto"] = p => [IsIPv4(p) ? p.ProtocolNumber : null],
        ["ip.id"] = p => [IsIPv4(p) ? p.IPId : null],
        ["ip.dsfield"] = p => [IsIPv4(p) ? p.TrafficClass : null],
        ["ip.flags.df"] = p => [p.DontFragment],
        ["ip.flags.mf"] = p => [IsIPv4(p) ? p.MoreFragments : null],
        ["ip.frag_offset"] = p => [IsIPv4(p) ? (p.FragmentOffset ?? 0) / 8 : null],
        ["ip.checksum"] = p => [p.HeaderChecksum],
        ["ipv6.src"] = p => [IsIPv6(p) ? p.SourceAddress : null],
        ["ipv6.dst"] = p => [IsIPv6(p) ? p.DestinationAddress : null],
        ["ipv6.hlim"] = p => [IsIPv6(p) ? p.TimeToLive : null],
        ["ipv6.tclass"] = p => [IsIPv6(p) ? p.TrafficClass : null],
        ["ipv6.flow"] = p => [p.FlowLabel],
        ["ipv6.fraghdr.offset"] = p => [IsIPv6(p) ? p.FragmentOffset / 8 : null],
        ["ipv6.fraghdr.more"] = p => [IsIPv6(p) && p.FragmentOffset is not null ? p.MoreFragments : null],
        ["ipv6.fraghdr.ident"] = p => [IsIPv6(p) ? p.IPId : null],
        ["arp.opcode"] = p => [p.ArpOperation switch { "Request" => 1, "Reply" => 2, "Reverse Request" => 3, null => null, _ => -1 }],
        ["arp.src.hw_mac"] = p => [p.ArpSenderMac],
        ["arp.src.proto_ipv4"] = p => [p.ArpSenderAddress],
        ["arp.dst.hw_mac"] = p => [p.ArpTargetMac],
        ["arp.dst.proto_ipv4"] = p => [p.ArpTargetAddress],
        ["icmp.type"] = p => [p.Protocol == "ICMP" ? p.IcmpType : null],
        ["icmp.code"] = p => [p.Protocol == "ICMP" ? p.IcmpCode : null],
        ["icmp.checksum"] = p => [p.Protocol == "ICMP" ? p.Checksum : null],
        ["icmp.ident"] = p => [p.Protocol == "ICMP" ? p.IcmpId : null],
        ["icmp.seq"] = p => [p.Protocol == "ICMP" ? p.IcmpSequence : null],
        ["icmp.mtu"] = p => [p.Protocol == "ICMP" ? p.IcmpMtu : null],
        ["icmp.redir_gw"] = p => [p.Protocol == "ICMP" ? p.RedirectTarget : null],
        ["icmpv6.type"] = p => [p.Protocol == "ICMPv6" ? p.IcmpType : null],
        ["icmpv6.code"] = p => [p.Protocol == "ICMPv6" ? p.IcmpCode : null],
        ["icmpv6.checksum"] = p => [p.Protocol == "ICMPv6" ? p.Checksum : null],
        ["icmpv6.echo.identifier"] = p => [p.Protocol == "ICMPv6" ? p.IcmpId : null],
        ["icmpv6.echo.sequence_number"] = p => [p.Protocol == "ICMPv6" ? p.IcmpSequence : null],
        ["icmpv6.mtu"] = p => [p.Protocol == "ICMPv6" ? p.IcmpMtu : null],
        ["icmpv6.nd.ns.target_address"] = p => [p.IcmpType == 135 ? p.NeighborTarget : null],
        ["icmpv6.nd.na.target_address"] = p => [p.IcmpType == 136 ? p.NeighborTarget : null],
        ["icmpv6.nd.na.flag.r"] = p => [p.NeighborDiscovery?.IsRouter],
        ["icmpv6.nd.na.flag.s"] = p => [p.NeighborDiscovery?.IsSolicited],
        ["icmpv6.nd.na.flag.o"] = p => [p.NeighborDiscovery?.IsOverride],
        ["icmpv6.nd.ra.cur_hop_limit"] = p => [p.NeighborDiscovery?.HopLimit],
        ["icmpv6.nd.ra.flag.m"] = p => [p.NeighborDiscovery?.IsManaged],
        ["icmpv6.nd.ra.flag.o"] = p => [p.NeighborDiscovery?.HasOtherConfiguration],
        ["icmpv6.nd.ra.router_lifetime"] = p => [p.NeighborDiscovery?.RouterLifetime],
        ["icmpv6.nd.ra.reachable_time"] = p => [p.NeighborDiscovery?.ReachableTime],
        ["icmpv6.nd.ra.retrans_timer"] = p => [p.NeighborDiscovery?.RetransmitTime],
        ["icmpv6.nd.rd.target_address"] = p => [p.Protocol == "ICMPv6" ? p.RedirectTarget : null],
        ["icmpv6.opt.src_linkaddr"] = p => [p.NeighborDiscovery?.SourceLinkAddress],
        ["icmpv6.opt.target_linkaddr"] = p => [p.NeighborDiscovery?.TargetLinkAddress],
        ["icmpv6.opt.mtu"] = p => [p.NeighborDiscovery?.Mtu],
        ["icmpv6.opt.prefix"] = p => p.NeighborDiscovery?.Prefixes.Select(prefix => prefix[..prefix.IndexOf('/')]) ?? [],
        ["icmpv6.opt.rdnss"] = p => p.NeighborDiscovery?.NameServers ?? [],
        ["icmpv6.mld.multicast_address"] = p => [p is { Protocol: "ICMPv6", Multicast: { Records.Length: 0 } m } && p.IcmpType != 143 ? m.Group ?? IPAddress.IPv6Any : null],
        ["icmpv6.mldr.mar.multicast_address"] = p => p.IcmpType == 143 ? Groups(p) : [],
        ["icmpv6.mldr.mar.source_address"] = p => p.IcmpType == 143 ? Sources(p) : [],
        ["igmp.version"] = p => [p is { Protocol: "IGMP", Multicast: { } m } ? m.Version[^1..] : null],
        ["igmp.maddr"] = p => p is { Protocol: "IGMP", Multicast: { } m } ? (m.Records.Length > 0 ? Groups(p) : [m.Group ?? IPAddress.Any]) : [],
        ["igmp.saddr"] = p => p.Protocol == "IGMP" ? Sources(p) : [],
        ["tcp.srcport"] = p => [p.Protocol == "TCP" ? p.SourcePort : null],
        ["tcp.dstport"] = p => [p.Protocol == "TCP" ? p.DestinationPort : null],
        ["tcp.flags"] = p => [(int?)p.TcpFlags],
        ["tcp.seq_raw"] = p => [p.TcpFlags is null ? null : p.TcpSequence],
        ["tcp.ack_raw"] = p => [p.TcpAcknowledgment],
        ["tcp.window_size_value"] = p => [p.TcpWindow],
        ["tcp.checksum"] = p => [p.Protocol == "TCP" ? p.Checksum : null],
        ["tcp.len"] = p => [p.TcpFlags is null ? null : p.PayloadLength],
        ["tcp.options.mss_val"] = p => [p.TcpOptions?.MaximumSegmentSize],
        ["tcp.options.wscale.shift"] = p => [p.TcpOptions?.WindowScale],
        ["tcp.options.sack_le"] = p => p.TcpOptions?.SackBlocks.Select(block => block.Split(':')[0]) ?? [],
        ["tcp.options.sack_re"] = p => p.TcpOptions?.SackBlocks.Select(block => block.Split(':')[1]) ?? [],
        ["tcp.options.timestamp.tsval"] = p => [p.TcpOptions?.TimestampValue],
        ["tcp.options.timestamp.tsecr"] = p => [p.TcpOptions?.TimestampEcho],
        ["udp.srcport"] = p => [p.Protocol == "UDP" ? p.SourcePort : null],
        ["udp.dstport"] = p => [p.Protocol == "UDP" ? p.DestinationPort : null],
        ["udp.checksum"] = p => [p.Protocol == "UDP" ? p.Checksum : null],
        ["vlan.id"] = p => [p.Data.Length > 13 && p.Data[12] == 0x81 ? p.VlanId : null, p.InnerVlanId],
        ["vlan.priority"] = p => [p.Data.Length > 13 && p.Data[12] == 0x81 ? p.VlanPriority : null, p.InnerVlanPriority],
        ["ieee8021ad.id"] = p => [p.Data.Length > 13 && p.Data[12] == 0x88 ? p.VlanId : null],
        ["vxlan.vni"] = p => [p.Application == "VXLAN" ? p.TunnelId : null],
        ["gre.key"] = p => [p.Protocol == "GRE" ? p.TunnelId : null],
        ["stp.version"] = p => [p.SpanningTree?.Version switch { "802.1d" => 0, "802.1w" => 2, null => null, _ => -1 }],
        ["stp.type"] = p => [p.SpanningTree?.Type switch { "Config" => 0, "Rapid STP" => 2, "Topology Change" => 128, null => null, _ => -1 }],
        ["stp.flags"] = p => [p.SpanningTree?.Flags],
        ["stp.root.hw"] = p => [p.SpanningTree?.RootId?[5..]],
        ["stp.root.cost"] = p => [p.SpanningTree?.RootPathCost],
        ["stp.bridge.hw"] = p => [p.SpanningTree?.BridgeId?[5..]],
        ["stp.port"] = p => [p.SpanningTree?.PortId],
        ["stp.msg_age"] = p => [p.SpanningTree?.MessageAge],
        ["stp.max_age"] = p => [p.SpanningTree?.MaximumAge],
        ["stp.hello"] = p => [p.SpanningTree?.HelloTime],
        ["stp.forward"] = p => [p.SpanningTree?.ForwardDelay],
        ["dns.id"] = p => [p.Dns?.Id],
        ["dns.flags.response"] = p => [p.Dns?.IsResponse],
        ["dns.flags.opcode"] = p => [p.Dns?.Opcode],
        ["dns.flags.rcode"] = p => [p.Dns is { IsResponse: true } ? p.Dns.ResponseCode : null],
        ["dns.flags.authoritative"] = p => [p.Dns is { IsResponse: true } ? p.Dns.IsAuthoritative : null],
        ["dns.flags.recdesired"] = p => [p.Dns?.IsRecursionDesired],
        ["dns.qry.name"] = p => p.Dns?.Questions.Select(q => q.Name) ?? [],
        ["dns.qry.type"] = p => p.Dns?.Questions.Select(q => (object)TypeNumber(q.Type)) ?? [],
        ["dns.qry.qu"] = p => p is { Application: "mDNS", Dns: { } dns } ? dns.Questions.Select(q => (object)q.WantsUnicast) : [],
        ["dns.resp.name"] = p => Records(p).Where(r => r.Type != "SRV").Select(r => r.Name == "." ? "<Root>" : r.Name),
        ["dns.resp.type"] = p => Records(p).Select(r => (object)TypeNumber(r.Type)),
        ["dns.resp.ttl"] = p => Records(p).Where(r => r.Type != "OPT").Select(r => (object)r.TimeToLive),
        ["dns.a"] = p => Data(p, "A"),
        ["dns.aaaa"] = p => Data(p, "AAAA"),
        ["dns.cname"] = p => Data(p, "CNAME"),
        ["dns.ns"] = p => Data(p, "NS"),
        ["dns.ptr.domain_name"] = p => Data(p, "PTR"),
        ["dns.mx.preference"] = p => Data(p, "MX", 0),
        ["dns.mx.mail_exchange"] = p => Data(p, "MX", 1),
        ["dns.srv.port"] = p => Data(p, "SRV", 2),
        ["dns.srv.target"] = p => Data(p, "SRV", 3),
        ["dns.txt"] = p => Data(p, "TXT").SelectMany(text => text!.ToString()!.Trim('"').Split("\" \"")),
        ["dns.soa.mname"] = p => Data(p, "SOA", 0),
        ["dns.soa.serial_number"] = p => Data(p, "SOA", 2),
        ["dhcp.type"] = p => [p.Dhcp is null ? null : p.Dhcp.IsRequest ? 1 : 2],
        ["dhcp.id"] = p => [p.Dhcp?.TransactionId],
        ["dhcp.hw.mac_addr"] = p => p.Dhcp is { ClientMac: { } mac } ? (p.Dhcp.ClientId is null ? [mac] : [mac, mac]) : [],
        ["dhcp.ip.your"] = p => [p.Dhcp is null ? null : p.Dhcp.YourAddress ?? IPAddress.Any],
        ["dhcp.option.dhcp"] = p => [p.Dhcp?.Type switch { "Discover" => 1, "Offer" => 2, "Request" => 3, "Ack" => 5, "Nak" => 6, null => null, _ => -1 }],
        ["dhcp.option.requested_ip_address"] = p => [p.Dhcp?.RequestedAddress],
        ["dhcp.option.dhcp_server_id"] = p => [p.Dhcp?.ServerAddress],
        ["dhcp.option.ip_address_lease_time"] = p => [p.Dhcp?.LeaseTime],
        ["dhcp.option.subnet_mask"] = p => [p.Dhcp?.SubnetMask],
        ["dhcp.option.router"] = p => p.Dhcp?.Routers ?? [],
        ["dhcp.option.domain_name_server"] = p => p.Dhcp?.NameServers ?? [],
        ["dhcp.option.hostname"] = p => [p.Dhcp?.HostName],
        ["dhcp.option.domain_name"] = p => [p.Dhcp?.DomainName],
        ["dhcp.option.message"] = p => [p.Dhcp?.Message],
        ["dhcp.option.request_list_item"] = p => p.Dhcp?.RequestedOptions.Select(number => (object)number) ?? [],
        ["dhcpv6.xid"] = p => [p.DhcpV6?.TransactionId],
        ["dhcpv6.hopcount"] = p => [p.DhcpV6?.HopCount],
        ["dhcpv6.linkaddr"] = p => [p.DhcpV6?.LinkAddress],
        ["dhcpv6.peeraddr"] = p => [p.DhcpV6?.PeerAddress],
        ["dhcpv6.iaaddr.ip"] = p => p.DhcpV6?.Addresses ?? [],
        ["dhcpv6.dns_server"] = p => p.DhcpV6?.NameServers ?? [],
    };

    /// <summary>A field's values in a packet and those within it, as texts; numbers are decimal.</summary>
    internal static string[] Read(NetPacket packet, string field)
    {
        var values = new List<string>();
        for (var each = packet; each is not null; each = each.Inner)
            values.AddRange(Readers[field](each).Where(value => value is not null).Select(Text));
        return [.. values];
    }

    internal static string Normalise(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number))
            return number.ToString(CultureInfo.InvariantCulture);
        return text is "True" or "1" ? "1" : text is "False" or "0" ? "0" : text;
    }

    private static string Text(object? value) => value is bool flag ? (flag ? "1" : "0") : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static bool IsIPv4(NetPacket packet) => packet.HeaderChecksum is not null;

    private static bool IsIPv6(NetPacket packet) => packet.FlowLabel is not null;

    private static DnsRecord[] Records(NetPacket packet) => packet.Dns is { } dns ? [.. dns.Answers, .. dns.Authorities, .. dns.Additionals] : [];

    private static IEnumerable<object?> Data(NetPacket packet, string type, int? word = null) =>
        Records(packet).Where(record => record.Type == type).Select(record => word is { } at ? record.Data.Split(' ')[at] : record.Data);

    private static IEnumerable<string> Groups(NetPacket packet) => packet.Multicast?.Records.Select(record => record.Split(' ')[1]) ?? [];

    private static IEnumerable<string> Sources(NetPacket packet) =>
        packet.Multicast?.Records.SelectMany(record => record[(record.IndexOf('{') + 1)..^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)) ?? [];

    private static int TypeNumber(string type) => type switch
    {
        "A" => 1, "NS" => 2, "CNAME" => 5, "SOA" => 6, "PTR" => 12, "MX" => 15, "TXT" => 16, "AAAA" => 28, "SRV" => 33, "OPT" => 41, "ANY" => 255, _ => -1,
    };
}
