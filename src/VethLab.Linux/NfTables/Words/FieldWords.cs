using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables.Words;

/// <summary>What a register holds, in nft's words: the field's name, how its values are written, and what the packet has to be for it.</summary>
/// <param name="Name">ip saddr, iifname, ct state …</param>
/// <param name="Kind">How values of it are written.</param>
/// <param name="Length">Bytes of it.</param>
/// <param name="NeedsFamily">The family that the name itself says; null: any.</param>
/// <param name="NeedsProtocol">The protocol that the name itself says; null: any.</param>
/// <param name="Mask">Through what it is seen; null: whole.</param>
internal sealed record FieldWords(
    string Name, ValueKind Kind, uint Length, NfFamily? NeedsFamily = null, byte? NeedsProtocol = null, NfBytes? Mask = null)
{
    /// <summary>NFTA_FIB_F_*, from the first bit on.</summary>
    private static readonly string[] FibKeys = ["saddr", "daddr", "mark", "iif", "oif"];

    /// <summary>A field of a header; in words of offset and length where it is none that has a name.</summary>
    internal static FieldWords Of(PayloadExpression load, NfFamily? family, byte? protocol)
    {
        var named = load.Base switch
        {
            PayloadBase.LinkHeader => Link(load.Offset, load.Length),
            PayloadBase.NetworkHeader => family switch { NfFamily.IPv4 => IPv4(load.Offset, load.Length), NfFamily.IPv6 => IPv6(load.Offset, load.Length), _ => null },
            PayloadBase.TransportHeader => Transport(load.Offset, load.Length, protocol),
            _ => null,
        };
        return named ?? new FieldWords($"@{load.Base switch { PayloadBase.LinkHeader => "ll", PayloadBase.NetworkHeader => "nh", PayloadBase.TransportHeader => "th", _ => "ih" }},{load.Offset * 8},{load.Length * 8}", ValueKind.Hexadecimal, load.Length);
    }

    private static FieldWords? Link(uint offset, uint length) => (offset, length) switch
    {
        (0, <= 6) => new("ether daddr", ValueKind.Mac, length),
        (6, <= 6) => new("ether saddr", ValueKind.Mac, length),
        (12, 2) => new("ether type", ValueKind.EtherType, 2),
        _ => null,
    };

    private static FieldWords? IPv4(uint offset, uint length)
    {
        var (name, kind) = (offset, length) switch
        {
            (1, 1) => ("dscp", ValueKind.Dscp),
            (2, 2) => ("length", ValueKind.Number),
            (4, 2) => ("id", ValueKind.Number),
            (6, 2) => ("frag-off", ValueKind.Hexadecimal),
            (8, 1) => ("ttl", ValueKind.Number),
            (9, 1) => ("protocol", ValueKind.Protocol),
            (12, <= 4) => ("saddr", ValueKind.Address),
            (16, <= 4) => ("daddr", ValueKind.Address),
            _ => (null, ValueKind.Hexadecimal),
        };
        return name is null ? null : new FieldWords($"ip {name}", kind, length, NfFamily.IPv4);
    }

    private static FieldWords? IPv6(uint offset, uint length)
    {
        var (name, kind) = (offset, length) switch
        {
            (4, 2) => ("length", ValueKind.Number),
            (6, 1) => ("nexthdr", ValueKind.Protocol),
            (7, 1) => ("hoplimit", ValueKind.Number),
            (8, <= 16) => ("saddr", ValueKind.Address),
            (24, <= 16) => ("daddr", ValueKind.Address),
            _ => (null, ValueKind.Hexadecimal),
        };
        return name is null ? null : new FieldWords($"ip6 {name}", kind, length, NfFamily.IPv6);
    }

    private static FieldWords? Transport(uint offset, uint length, byte? protocol)
    {
        var name = protocol switch { 6 => "tcp", 17 => "udp", 1 => "icmp", 58 => "icmpv6", 132 => "sctp", 136 => "udplite", 33 => "dccp", _ => null };
        return (name, offset, length) switch
        {
            ("icmp", 0, 1) => new("icmp type", ValueKind.IcmpType, 1, NfFamily.IPv4, protocol),
            ("icmpv6", 0, 1) => new("icmpv6 type", ValueKind.Icmp6Type, 1, NfFamily.IPv6, protocol),
            ("icmp" or "icmpv6", 1, 1) => new($"{name} code", ValueKind.Number, 1, null, protocol),
            ("icmp" or "icmpv6", _, _) => null,
            (_, 0, 2) => new($"{name ?? "th"} sport", ValueKind.Number, 2, null, protocol),
            (_, 2, 2) => new($"{name ?? "th"} dport", ValueKind.Number, 2, null, protocol),
            ("tcp", 13, 1) => new("tcp flags", ValueKind.TcpFlags, 1, null, protocol),
            _ => null,
        };
    }

    internal static FieldWords Of(MetaKey key) => key switch
    {
        MetaKey.Length => new("meta length", ValueKind.HostNumber, 4),
        MetaKey.Protocol => new("meta protocol", ValueKind.EtherType, 2),
        MetaKey.Priority => new("meta priority", ValueKind.Mark, 4),
        MetaKey.Mark => new("meta mark", ValueKind.Mark, 4),
        MetaKey.InInterface => new("iif", ValueKind.HostNumber, 4),
        MetaKey.OutInterface => new("oif", ValueKind.HostNumber, 4),
        MetaKey.InInterfaceName => new("iifname", ValueKind.InterfaceName, 16),
        MetaKey.OutInterfaceName => new("oifname", ValueKind.InterfaceName, 16),
        MetaKey.SocketUserId => new("meta skuid", ValueKind.HostNumber, 4),
        MetaKey.SocketGroupId => new("meta skgid", ValueKind.HostNumber, 4),
        MetaKey.NetfilterProtocol => new("meta nfproto", ValueKind.Family, 1),
        MetaKey.TransportProtocol => new("meta l4proto", ValueKind.Protocol, 1),
        MetaKey.BridgeInName => new("meta ibrname", ValueKind.InterfaceName, 16),
        MetaKey.BridgeOutName => new("meta obrname", ValueKind.InterfaceName, 16),
        MetaKey.PacketType => new("meta pkttype", ValueKind.PacketType, 1),
        MetaKey.Trace => new("meta nftrace", ValueKind.HostNumber, 1),
        MetaKey.InInterfaceGroup => new("iifgroup", ValueKind.HostNumber, 4),
        MetaKey.OutInterfaceGroup => new("oifgroup", ValueKind.HostNumber, 4),
        MetaKey.Cpu => new("meta cpu", ValueKind.HostNumber, 4),
        _ => new($"meta {key.ToString().ToLowerInvariant()}", ValueKind.Hexadecimal, 4),
    };

    internal static FieldWords Of(ConntrackKey key, byte? direction)
    {
        var way = direction switch { 0 => "original ", 1 => "reply ", _ => "" };
        return key switch
        {
            ConntrackKey.State => new("ct state", ValueKind.FlowState, 4),
            ConntrackKey.Direction => new("ct direction", ValueKind.Direction, 1),
            ConntrackKey.Mark => new("ct mark", ValueKind.Mark, 4),
            ConntrackKey.Source or ConntrackKey.SourceIPv4 or ConntrackKey.SourceIPv6 => new($"ct {way}saddr", ValueKind.Address, 16),
            ConntrackKey.Destination or ConntrackKey.DestinationIPv4 or ConntrackKey.DestinationIPv6 => new($"ct {way}daddr", ValueKind.Address, 16),
            ConntrackKey.SourcePort => new($"ct {way}proto-src", ValueKind.Number, 2),
            ConntrackKey.DestinationPort => new($"ct {way}proto-dst", ValueKind.Number, 2),
            ConntrackKey.Protocol => new($"ct {way}protocol", ValueKind.Protocol, 1),
            ConntrackKey.Zone => new("ct zone", ValueKind.HostNumber, 2),
            _ => new($"ct {way}{key.ToString().ToLowerInvariant()}", ValueKind.Hexadecimal, 4),
        };
    }

    internal static FieldWords Of(FibExpression load)
    {
        var from = string.Join(" . ", FibKeys.Where((_, bit) => (load.Flags & (1 << bit)) != 0));
        return load.Result switch
        {
            1 => new($"fib {from} oif", ValueKind.HostNumber, 4),
            2 => new($"fib {from} oifname", ValueKind.InterfaceName, 16),
            _ => new($"fib {from} type", ValueKind.AddressType, 4),
        };
    }
}
