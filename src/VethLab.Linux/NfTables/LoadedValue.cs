using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text;
using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables;

/// <summary>What lies in a register while a rule is read: how it got there, and through which mask.</summary>
internal sealed class LoadedValue
{
    private const int IFNAMSIZ = 16;
    private const ushort ETH_P_IP = 0x0800;
    private const ushort ETH_P_ARP = 0x0806;
    private const ushort ETH_P_IPV6 = 0x86dd;

    private readonly NfExpression load;
    private readonly BitwiseExpression? mask;

    internal LoadedValue(NfExpression load, uint length)
    {
        this.load = load;
        Length = length;
    }

    private LoadedValue(NfExpression load, BitwiseExpression mask)
        : this(load, (uint)mask.Mask.Length) => this.mask = mask;

    /// <summary>Bytes it fills in its register.</summary>
    internal uint Length { get; }

    /// <summary>The expressions that made it.</summary>
    internal IEnumerable<NfExpression> Made => mask is null ? [load] : [load, mask];

    /// <summary>Null where it is masked already: two masks at once are nobody's way to write a network.</summary>
    internal LoadedValue? MaskedBy(BitwiseExpression bitwise) => mask is null ? new LoadedValue(load, bitwise) : null;

    /// <summary>What a comparison with it means for packets of a family; null where that is not understood.</summary>
    internal RuleMatch? Means(CompareExpression compare, NfFamily? family)
    {
        if (compare.Operator is not (CompareOperator.Equal or CompareOperator.NotEqual))
            return null;
        var negated = compare.Operator == CompareOperator.NotEqual;
        var value = compare.Value.Span;
        return (load, mask) switch
        {
            (PayloadExpression { Base: PayloadBase.NetworkHeader } payload, _) => HeaderMatch(payload, value, family, negated),
            (MetaExpression { Key: var key }, null) => MetaMatch(key, value, negated),
            _ => null,
        };
    }

    /// <summary>What it means to lie between two values; null where they are no addresses.</summary>
    internal AddressRangeMatch? Between(NfBytes from, NfBytes to, NfFamily? family, bool negated)
    {
        var addressFamily = family switch { NfFamily.IPv4 => AddressFamily.InterNetwork, NfFamily.IPv6 => AddressFamily.InterNetworkV6, _ => AddressFamily.Unspecified };
        var size = addressFamily == AddressFamily.InterNetwork ? 4 : 16;
        if (mask is not null || load is not PayloadExpression { Base: PayloadBase.NetworkHeader } payload || addressFamily == AddressFamily.Unspecified
            || payload.Length != size || from.Length != size || to.Length != size)
        {
            return null;
        }
        foreach (var end in (ReadOnlySpan<PacketEnd>)[PacketEnd.Source, PacketEnd.Destination])
        {
            if (payload.Offset == Match.AddressOffset(addressFamily, end))
                return new AddressRangeMatch(end, new IPAddress(from.Span), new IPAddress(to.Span), negated);
        }
        return null;
    }

    private RuleMatch? HeaderMatch(PayloadExpression payload, ReadOnlySpan<byte> value, NfFamily? family, bool negated)
    {
        if (family == NfFamily.IPv4 && payload is { Offset: 9, Length: 1 } && mask is null && value.Length == 1)
            return new ProtocolMatch(value[0], negated);
        var addressFamily = family switch
        {
            NfFamily.IPv4 => AddressFamily.InterNetwork,
            NfFamily.IPv6 => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unspecified,
        };
        if (addressFamily == AddressFamily.Unspecified || value.IsEmpty || value.Length > payload.Length)
            return null;
        foreach (var end in (ReadOnlySpan<PacketEnd>)[PacketEnd.Source, PacketEnd.Destination])
        {
            var size = addressFamily == AddressFamily.InterNetwork ? 4 : 16;
            if (payload.Offset != Match.AddressOffset(addressFamily, end) || value.Length > size)
                continue;
            if (PrefixLength(value) is not { } prefixLength)
                return null;
            Span<byte> network = stackalloc byte[size];
            network.Clear();
            value.CopyTo(network);
            return new NetworkMatch(end, new IPAddress(network), prefixLength, negated);
        }
        return null;
    }

    /// <summary>The bits that are compared; null unless they are the first ones, and the value has none beyond.</summary>
    private int? PrefixLength(ReadOnlySpan<byte> value)
    {
        if (mask is null)
            return value.Length * 8;
        if (mask.Xor.Span.ContainsAnyExcept((byte)0) || mask.Mask.Length < value.Length)
            return null;
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var bits = mask.Mask.Span[i];
            var ones = BitOperations.LeadingZeroCount((uint)(byte)~bits) - 24;
            if ((byte)(0xff00 >> ones) != bits || (ones > 0 && length != 8 * i) || (value[i] & ~bits) != 0)
                return null;
            length += ones;
        }
        return length;
    }

    private static RuleMatch? MetaMatch(MetaKey key, ReadOnlySpan<byte> value, bool negated) => (key, value.Length) switch
    {
        (MetaKey.InInterfaceName, _) => NameMatch(PacketWay.In, value, negated),
        (MetaKey.OutInterfaceName, _) => NameMatch(PacketWay.Out, value, negated),
        (MetaKey.InInterface, 4) => new InterfaceIndexMatch(PacketWay.In, BinaryPrimitives.ReadInt32LittleEndian(value), negated),
        (MetaKey.OutInterface, 4) => new InterfaceIndexMatch(PacketWay.Out, BinaryPrimitives.ReadInt32LittleEndian(value), negated),
        (MetaKey.TransportProtocol, 1) => new ProtocolMatch(value[0], negated),
        (MetaKey.NetfilterProtocol, 1) => FamilyOrNull((NfFamily)value[0], negated),
        (MetaKey.Protocol, 2) => BinaryPrimitives.ReadUInt16BigEndian(value) switch
        {
            ETH_P_IP => new FamilyMatch(NfFamily.IPv4, negated),
            ETH_P_IPV6 => new FamilyMatch(NfFamily.IPv6, negated),
            ETH_P_ARP => new FamilyMatch(NfFamily.Arp, negated),
            _ => null,
        },
        _ => null,
    };

    private static FamilyMatch? FamilyOrNull(NfFamily family, bool negated) =>
        family is NfFamily.IPv4 or NfFamily.IPv6 ? new FamilyMatch(family, negated) : null;

    /// <summary>With a NUL it is a whole name, padded or not; without one only the beginning is compared.</summary>
    private static InterfaceMatch? NameMatch(PacketWay way, ReadOnlySpan<byte> value, bool negated)
    {
        var end = value.IndexOf((byte)0);
        var name = end < 0 ? value : value[..end];
        if (name.IsEmpty || name.Length >= IFNAMSIZ || value[name.Length..].ContainsAnyExcept((byte)0))
            return null;
        return new InterfaceMatch(way, Encoding.UTF8.GetString(name), end < 0, negated);
    }
}
