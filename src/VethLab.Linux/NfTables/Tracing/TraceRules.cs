using System.Buffers.Binary;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.Packets;

namespace VethLab.Linux.NfTables;

/// <summary>
/// The rules that let a flow be traced: at prerouting and output, where all packets come by, before everybody else's. They look at protocol and own
/// port or ICMP id only, as translation changes the rest, and accept nothing and drop nothing.
/// </summary>
internal static class TraceRules
{
    private const string Comment = "VethLab traces one probe";

    private static readonly NfHook[] Hooks = [NfHook.Prerouting, NfHook.Output];

    internal static NfBatch Of(NfFamily family, NfName table, ProbeFlow flow, NfTableFlags flags)
    {
        var batch = new NfBatch().AddTable(family, table, flags, exclusive: true);
        foreach (var hook in Hooks)
        {
            NfName chain = hook.ToString().ToLowerInvariant();
            batch.AddChain(family, table, chain, new NfBaseChain("filter", hook, int.MinValue));
            foreach (var (offset, value) in Marks(flow))
                batch.AddRule(family, table, chain, Trace(flow.ProtocolNumber, offset, value), Comment);
        }
        return batch;
    }

    /// <summary>Where in the transport header, and what: of TCP and UDP either port; of ICMP the id.</summary>
    private static IEnumerable<(uint Offset, byte[] Value)> Marks(ProbeFlow flow)
    {
        var number = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(number, flow.OwnNumber);
        return flow.Kind == ProbeKind.Echo ? [(4, number)] : [(0, number), (2, number)];
    }

    private static NfExpressionList Trace(byte protocol, uint offset, byte[] value) =>
    [
        new MetaExpression(MetaKey.TransportProtocol),
        new CompareExpression(CompareOperator.Equal, new NfBytes([protocol])),
        new PayloadExpression(PayloadBase.TransportHeader, offset, (uint)value.Length),
        new CompareExpression(CompareOperator.Equal, new NfBytes(value)),
        new ImmediateExpression(new NfBytes([1])),
        new SetMetaExpression(MetaKey.Trace),
    ];
}
