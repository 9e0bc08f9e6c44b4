using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Networks.Nat.Ports;

/// <summary>Reads what rules of mappings say, as <see cref="PortMappingRules"/> and nft write them.</summary>
internal sealed class PortMappingReader
{
    private readonly Dictionary<uint, NfBytes> values = [];
    private NfExpression? loaded;
    private ushort? first;
    private ushort? last;

    private PortMappingReader()
    {
    }

    internal string? InInterface { get; private set; }

    internal string? OutInterface { get; private set; }

    internal IPAddress? Source { get; private set; }

    internal IPAddress? Destination { get; private set; }

    internal PortProtocol? Protocol { get; private set; }

    internal PortRange? Ports => first is { } from ? new PortRange(from, last ?? from) : null;

    /// <summary>Whom the destination is translated to; null: the rule translates none.</summary>
    internal IPAddress? NewDestination { get; private set; }

    internal ushort? NewPort { get; private set; }

    internal static PortMappingReader Read(NfRule rule)
    {
        var reader = new PortMappingReader();
        foreach (var expression in rule.Expressions)
            reader.Step(expression, rule.Family == NfFamily.IPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
        return reader;
    }

    /// <summary>The mapping whose destination a rule translates; null: another rule.</summary>
    internal static PortMappingDescription? ReadMapping(NfRule rule)
    {
        if (PortMappingRules.ParseComment(rule.Comment) is not { } comment)
            return null;
        var read = Read(rule);
        if (read is not { NewDestination: { } to, Protocol: { } protocol, Ports: { } ports })
            return null;
        return new PortMappingDescription(protocol, ports, to)
        {
            DestinationPort = read.NewPort, DestinationNamespace = comment.Namespace, ListenAddress = read.Destination, InInterface = read.InInterface,
        };
    }

    private void Step(NfExpression expression, AddressFamily family)
    {
        switch (expression)
        {
            case CompareExpression compare:
                Compare(compare.Operator, compare.Value.Span, family);
                break;
            case RangeExpression { Negated: false } range when loaded is PayloadExpression { Base: PayloadBase.TransportHeader, Offset: 2 }:
                (first, last) = (BinaryPrimitives.ReadUInt16BigEndian(range.From.Span), BinaryPrimitives.ReadUInt16BigEndian(range.To.Span));
                break;
            case ImmediateExpression immediate:
                values[immediate.Register] = immediate.Value;
                break;
            case NatExpression { Destination: true, AddressMinRegister: { } register } nat when values.TryGetValue(register, out var address) && address.Length is 4 or 16:
                NewDestination = new IPAddress(address.Span);
                if (nat.PortMinRegister is { } port && values.TryGetValue(port, out var number) && number.Length == 2)
                    NewPort = BinaryPrimitives.ReadUInt16BigEndian(number.Span);
                break;
            case BitwiseExpression:
                break;
            default:
                loaded = expression;
                break;
        }
    }

    private void Compare(CompareOperator how, ReadOnlySpan<byte> value, AddressFamily family)
    {
        switch (loaded)
        {
            case MetaExpression { Key: MetaKey.InInterfaceName } when how == CompareOperator.Equal:
                InInterface = Name(value);
                break;
            case MetaExpression { Key: MetaKey.OutInterfaceName } when how == CompareOperator.Equal:
                OutInterface = Name(value);
                break;
            case MetaExpression { Key: MetaKey.TransportProtocol } when how == CompareOperator.Equal && value.Length == 1:
                Protocol = (PortProtocol)value[0];
                break;
            case PayloadExpression { Base: PayloadBase.TransportHeader, Offset: 2 } when value.Length == 2:
                var port = BinaryPrimitives.ReadUInt16BigEndian(value);
                if (how is CompareOperator.Equal or CompareOperator.GreaterOrEqual)
                    first = port;
                if (how is CompareOperator.Equal or CompareOperator.LessOrEqual)
                    last = port;
                break;
            case PayloadExpression { Base: PayloadBase.NetworkHeader } field when how == CompareOperator.Equal:
                Span<byte> address = stackalloc byte[family == AddressFamily.InterNetworkV6 ? 16 : 4];
                address.Clear();
                value[..Math.Min(value.Length, address.Length)].CopyTo(address);
                if (field.Offset == (family == AddressFamily.InterNetworkV6 ? 24u : 16))
                    Destination = new IPAddress(address);
                else if (field.Offset == (family == AddressFamily.InterNetworkV6 ? 8u : 12))
                    Source = new IPAddress(address);
                break;
        }
    }

    private static string Name(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value).TrimEnd('\0');
}
