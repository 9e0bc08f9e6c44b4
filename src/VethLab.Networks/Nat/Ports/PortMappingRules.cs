using System.Buffers.Binary;
using System.Net;
using System.Text;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.Route;
using VethLab.Networks.Records;

namespace VethLab.Networks.Nat.Ports;

/// <summary>
/// The rules of a mapping, spelt as nft spells them: the destination is translated where packets come in and where the namespace itself sends them;
/// what comes from the destination's own link, or from a loopback address, gets a source that the answer comes back to.
/// </summary>
internal static class PortMappingRules
{
    private const string CommentPrefix = "port ";
    private const string Of = " of ";

    /// <summary>The greatest comment that a rule can have, in bytes (NFTNL_UDATA_COMMENT_MAXLEN less the final NUL).</summary>
    private const int MaximumBytes = 127;

    internal static string CommentOf(PortMappingDescription mapping)
    {
        var whole = $"{CommentPrefix}{mapping.Name}{(mapping.DestinationNamespace is { } space ? Of + space : "")}";
        return Encoding.UTF8.GetByteCount(whole) <= MaximumBytes && !whole.Contains('"', StringComparison.Ordinal) ? whole : CommentPrefix + mapping.Name;
    }

    /// <summary>Name and namespace of a mapping's rule; null for other rules.</summary>
    internal static (string Name, string? Namespace)? ParseComment(string? comment)
    {
        if (comment?.StartsWith(CommentPrefix, StringComparison.Ordinal) != true)
            return null;
        var text = comment[CommentPrefix.Length..];
        var of = text.IndexOf(Of, StringComparison.Ordinal);
        return of < 0 ? (text, null) : (text[..of], text[(of + Of.Length)..]);
    }

    /// <param name="mapping">What is wished for.</param>
    /// <param name="way">The way to the destination.</param>
    /// <param name="loopback">Whether packets from loopback addresses can be answered.</param>
    internal static IEnumerable<PortMappingRule> For(PortMappingDescription mapping, DestinationWay way, bool loopback)
    {
        if (!mapping.IsLoopbackOnly)
            yield return Translating(mapping, LabChains.Prerouting, loopback);
        if (mapping.InInterface is null)
            yield return Translating(mapping, LabChains.Output, loopback);
        if (way.Subnet is { } subnet && !mapping.IsLoopbackOnly)
            yield return Returning(mapping, way, subnet);
        if (loopback)
            yield return Returning(mapping, way, PortMappingDescription.LoopbackOf(mapping.Family));
    }

    private static PortMappingRule Translating(PortMappingDescription mapping, string chain, bool loopback)
    {
        var ip = mapping.Family.NftName();
        var (listening, words) = (Match.DestinationIsLocal(), "fib daddr type local");
        if (mapping.ListenAddress is { } address)
            (listening, words) = (Match.DestinationNetwork(address, address.GetAddressBytes().Length * 8), $"{ip} daddr {address}");
        else if (chain == LabChains.Output && !loopback && PortMappingDescription.LoopbackOf(mapping.Family) is var own)
            (listening, words) = ([.. Match.DestinationNetwork(own.Address, own.Length, negated: true), .. listening], $"{ip} daddr != {(own.Length == 128 ? own.Address : own)} {words}");
        if (mapping.InInterface is { } name)
            (listening, words) = ([.. Match.InInterface(name), .. listening], $"iifname \"{name}\" {words}");
        return new PortMappingRule(
            chain,
            [.. listening, .. Match.Protocol((byte)mapping.Protocol), .. Match.DestinationPorts(mapping.Ports.First, mapping.Ports.Last), new CounterExpression(), .. Translation(mapping)],
            $"{words} {Word(mapping.Protocol)} dport {mapping.Ports} counter dnat to {mapping.Target}",
            CommentOf(mapping));
    }

    private static NfExpressionList Translation(PortMappingDescription mapping)
    {
        var address = new ImmediateExpression(new NfBytes(mapping.Destination.GetAddressBytes()), 1);
        if (mapping.DestinationPort is not { } port)
            return [address, new NatExpression(true, mapping.Family, 1)];
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, port);
        return [address, new ImmediateExpression(new NfBytes(bytes), 2), new NatExpression(true, mapping.Family, 1, PortMinRegister: 2)];
    }

    private static PortMappingRule Returning(PortMappingDescription mapping, DestinationWay way, IPPrefix source)
    {
        var ip = mapping.Family.NftName();
        var ports = mapping.DestinationPorts;
        var address = source.Length == source.Address.GetAddressBytes().Length * 8 ? $"{source.Address}" : $"{source}";
        return new PortMappingRule(
            LabChains.Hairpin,
            [
                .. Match.OutInterface(way.Interface), .. Match.SourceNetwork(source.Address, source.Length),
                .. Match.DestinationNetwork(mapping.Destination, mapping.Destination.GetAddressBytes().Length * 8),
                .. Match.Protocol((byte)mapping.Protocol), .. Match.DestinationPorts(ports.First, ports.Last), .. Match.DestinationTranslated(),
                new CounterExpression(), new MasqueradeExpression(),
            ],
            $"oifname \"{way.Interface}\" {ip} saddr {address} {ip} daddr {mapping.Destination} {Word(mapping.Protocol)} dport {ports} ct status dnat counter masquerade",
            CommentOf(mapping));
    }

    internal static string Word(PortProtocol protocol) => protocol == PortProtocol.Tcp ? "tcp" : "udp";
}
