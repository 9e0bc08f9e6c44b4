using System.Net;
using System.Net.Sockets;
using System.Text;
using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables;

/// <summary>
/// Conditions of rules, spelt exactly as iptables-nft 1.8.9 spells them, so that it can show the rules. For tables of the address's own
/// family (ip, ip6); others need a condition on the packet's family first. iptables puts interfaces before addresses.
/// </summary>
public static class Match
{
    private const int IFNAMSIZ = 16;

    /// <summary>The source lies in a network: -s. Host bits do not matter; a prefix of length 0 is no condition at all.</summary>
    /// <exception cref="ArgumentException">A length that the family does not have, or nothing that could match.</exception>
    public static NfExpressionList SourceNetwork(IPAddress network, int prefixLength, bool negated = false) =>
        Network(PacketEnd.Source, network, prefixLength, negated);

    /// <summary>The destination lies in a network: -d. Host bits do not matter; a prefix of length 0 is no condition at all.</summary>
    /// <exception cref="ArgumentException">A length that the family does not have, or nothing that could match.</exception>
    public static NfExpressionList DestinationNetwork(IPAddress network, int prefixLength, bool negated = false) =>
        Network(PacketEnd.Destination, network, prefixLength, negated);

    /// <summary>The source lies between two addresses of one family, both included, spelt as nft spells it.</summary>
    public static NfExpressionList SourceRange(IPAddress from, IPAddress to, bool negated = false) => Range(PacketEnd.Source, from, to, negated);

    /// <summary>The destination lies between two addresses of one family, both included, spelt as nft spells it.</summary>
    public static NfExpressionList DestinationRange(IPAddress from, IPAddress to, bool negated = false) => Range(PacketEnd.Destination, from, to, negated);

    private static NfExpressionList Range(PacketEnd end, IPAddress from, IPAddress to, bool negated)
    {
        var (least, greatest) = (new NfBytes(from.GetAddressBytes()), new NfBytes(to.GetAddressBytes()));
        var load = new PayloadExpression(PayloadBase.NetworkHeader, AddressOffset(from.AddressFamily, end), (uint)least.Length);
        return negated
            ? [load, new RangeExpression(least, greatest, Negated: true)]
            : [load, new CompareExpression(CompareOperator.GreaterOrEqual, least), new CompareExpression(CompareOperator.LessOrEqual, greatest)];
    }

    /// <summary>The packet came in by the interface of a name: -i.</summary>
    /// <exception cref="ArgumentException">The name is empty, over 15 bytes, or has a NUL.</exception>
    public static NfExpressionList InInterface(string name, bool negated = false) =>
        Interface(MetaKey.InInterfaceName, name, wholeName: true, negated);

    /// <summary>The packet goes out by the interface of a name: -o.</summary>
    /// <exception cref="ArgumentException">The name is empty, over 15 bytes, or has a NUL.</exception>
    public static NfExpressionList OutInterface(string name, bool negated = false) =>
        Interface(MetaKey.OutInterfaceName, name, wholeName: true, negated);

    /// <summary>The packet came in by an interface whose name begins so: -i br+, iifname "br*".</summary>
    /// <exception cref="ArgumentException">The beginning is empty, over 15 bytes, or has a NUL.</exception>
    public static NfExpressionList InInterfaceBeginning(string beginning, bool negated = false) =>
        Interface(MetaKey.InInterfaceName, beginning, wholeName: false, negated);

    /// <summary>The packet goes out by an interface whose name begins so: -o br+, oifname "br*".</summary>
    /// <exception cref="ArgumentException">The beginning is empty, over 15 bytes, or has a NUL.</exception>
    public static NfExpressionList OutInterfaceBeginning(string beginning, bool negated = false) =>
        Interface(MetaKey.OutInterfaceName, beginning, wholeName: false, negated);

    /// <summary>The packet is IPv4, or IPv6: meta nfproto. In tables of the family inet it comes before conditions on addresses.</summary>
    public static NfExpressionList Family(NfFamily family) =>
        [new MetaExpression(MetaKey.NetfilterProtocol), new CompareExpression(CompareOperator.Equal, new NfBytes([(byte)family]))];

    /// <summary>The protocol above IP, by its number (IANA): meta l4proto. It comes before conditions on ports and types.</summary>
    public static NfExpressionList Protocol(byte number) =>
        [new MetaExpression(MetaKey.TransportProtocol), new CompareExpression(CompareOperator.Equal, new NfBytes([number]))];

    /// <summary>The destination port of TCP, UDP, SCTP or DCCP lies in a range, of one port perhaps: tcp dport 80-90.</summary>
    public static NfExpressionList DestinationPorts(ushort first, ushort last) =>
        [new PayloadExpression(PayloadBase.TransportHeader, 2, 2), .. Range([(byte)(first >> 8), (byte)first], [(byte)(last >> 8), (byte)last])];

    /// <summary>The source port of TCP, UDP, SCTP or DCCP lies in a range, of one port perhaps: tcp sport 80-90.</summary>
    public static NfExpressionList SourcePorts(ushort first, ushort last) =>
        [new PayloadExpression(PayloadBase.TransportHeader, 0, 2), .. Range([(byte)(first >> 8), (byte)first], [(byte)(last >> 8), (byte)last])];

    /// <summary>The destination is one of the namespace's own addresses: fib daddr type local.</summary>
    public static NfExpressionList DestinationIsLocal() =>
    [
        new FibExpression(FibExpression.NFT_FIB_RESULT_ADDRTYPE, FibExpression.NFTA_FIB_F_DADDR),
        new CompareExpression(CompareOperator.Equal, new NfBytes(BitConverter.GetBytes((uint)Route.RouteType.Local))),
    ];

    /// <summary>The flow's destination was translated: ct status dnat.</summary>
    public static NfExpressionList DestinationTranslated() =>
    [
        new ConntrackExpression(ConntrackKey.Status),
        new BitwiseExpression(new NfBytes(BitConverter.GetBytes((uint)Conntrack.FlowStatus.DestinationNat)), new NfBytes(new byte[4])),
        new CompareExpression(CompareOperator.NotEqual, new NfBytes(new byte[4])),
    ];

    /// <summary>The type of ICMP or ICMPv6 lies in a range: icmpv6 type 133-136.</summary>
    public static NfExpressionList IcmpTypes(byte first, byte last) =>
        [new PayloadExpression(PayloadBase.TransportHeader, 0, 1), .. Range([first], [last])];

    /// <summary>The packet belongs to a connection that was answered, or to what a known one caused, as ICMP errors are: ct state established,related.</summary>
    public static NfExpressionList EstablishedOrRelated()
    {
        const uint established = 2, related = 4;
        return
        [
            new ConntrackExpression(ConntrackKey.State),
            new BitwiseExpression(new NfBytes(BitConverter.GetBytes(established | related)), new NfBytes(new byte[4])),
            new CompareExpression(CompareOperator.NotEqual, new NfBytes(new byte[4])),
        ];
    }

    private static NfExpressionList Range(byte[] first, byte[] last) => first.AsSpan().SequenceEqual(last)
        ? [new CompareExpression(CompareOperator.Equal, new NfBytes(first))]
        : [new CompareExpression(CompareOperator.GreaterOrEqual, new NfBytes(first)), new CompareExpression(CompareOperator.LessOrEqual, new NfBytes(last))];

    /// <summary>
    /// A prefix of whole bytes loads and compares only these; any other one loads the whole address and masks it.
    /// </summary>
    private static NfExpressionList Network(PacketEnd end, IPAddress network, int prefixLength, bool negated)
    {
        var address = network.GetAddressBytes();
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, address.Length * 8);
        if (prefixLength == 0)
        {
            return negated
                ? throw new ArgumentException("no packet is outside of all addresses", nameof(negated))
                : NfExpressionList.Empty;
        }

        var mask = new byte[address.Length];
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] = (byte)(0xff00 >> Math.Clamp(prefixLength - (8 * i), 0, 8));
            address[i] &= mask[i];
        }
        var operation = negated ? CompareOperator.NotEqual : CompareOperator.Equal;
        var offset = AddressOffset(network.AddressFamily, end);
        if (prefixLength % 8 == 0)
        {
            var length = prefixLength / 8;
            return
            [
                new PayloadExpression(PayloadBase.NetworkHeader, offset, (uint)length),
                new CompareExpression(operation, new NfBytes(address.AsSpan(0, length))),
            ];
        }
        return
        [
            new PayloadExpression(PayloadBase.NetworkHeader, offset, (uint)address.Length),
            new BitwiseExpression(new NfBytes(mask), new NfBytes(new byte[mask.Length])),
            new CompareExpression(operation, new NfBytes(address)),
        ];
    }

    /// <summary>Where the address stands in the IP header: RFC 791 section 3.1, RFC 8200 section 3.</summary>
    internal static uint AddressOffset(AddressFamily family, PacketEnd end) => (family, end) switch
    {
        (AddressFamily.InterNetwork, PacketEnd.Source) => 12,
        (AddressFamily.InterNetwork, _) => 16,
        (_, PacketEnd.Source) => 8,
        _ => 24,
    };

    /// <summary>A whole name is compared with its NUL, the beginning of one without.</summary>
    private static NfExpressionList Interface(MetaKey key, string name, bool wholeName, bool negated)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Encoding.UTF8.GetByteCount(name) >= IFNAMSIZ)
            throw new ArgumentException($"an interface's name has at most {IFNAMSIZ - 1} bytes: {name}", nameof(name));
        if (name.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("an interface's name cannot contain NUL", nameof(name));
        return
        [
            new MetaExpression(key),
            new CompareExpression(
                negated ? CompareOperator.NotEqual : CompareOperator.Equal,
                new NfBytes(Encoding.UTF8.GetBytes(wholeName ? name + '\0' : name))),
        ];
    }
}
