using System.Buffers.Binary;
using VethLab.Linux.NfTables.Evaluation;

namespace VethLab.Linux.NfTables.Xtables;

/// <summary>
/// -m multiport: struct xt_multiport_v1 { u8 flags (0 source, 1 destination, 2 either), count; u16 ports[15]; u8 pflags[15] (1: a range up to
/// the next port); u8 invert; }.
/// </summary>
internal sealed record XtPorts(byte Which, NfBytes Ranges, bool Negated) : XtCondition
{
    private const int XT_MULTI_PORTS = 15;

    internal static XtPorts? Read(ReadOnlySpan<byte> info)
    {
        if (info.Length < 48 || info[0] > 2 || info[1] > XT_MULTI_PORTS)
            return null;
        var ranges = new List<byte>();
        for (var i = 0; i < info[1]; i++)
        {
            var from = info.Slice(2 + (2 * i), 2);
            if (info[32 + i] != 0 && ++i >= info[1])
                return null;
            ranges.AddRange(from);
            ranges.AddRange(info.Slice(2 + (2 * i), 2));
        }
        return new XtPorts(info[0], new NfBytes(ranges.ToArray()), info[47] != 0);
    }

    private IEnumerable<(ushort From, ushort To)> Each()
    {
        for (var i = 0; i < Ranges.Length; i += 4)
            yield return (BinaryPrimitives.ReadUInt16LittleEndian(Ranges.Span[i..]), BinaryPrimitives.ReadUInt16LittleEndian(Ranges.Span[(i + 2)..]));
    }

    internal override string Words
    {
        get
        {
            var set = string.Join(", ", Each().Select(range => range.From == range.To ? $"{range.From}" : $"{range.From}-{range.To}"));
            return $"th {Which switch { 0 => "sport", 1 => "dport", _ => "sport or dport" }} {(Negated ? "!= " : "")}{{ {set} }}";
        }
    }

    internal override bool? Holds(PacketState state)
    {
        var any = Which switch
        {
            0 => Includes(state.Packet.SourcePort),
            1 => Includes(state.Packet.DestinationPort),
            _ => Includes(state.Packet.SourcePort) | Includes(state.Packet.DestinationPort),
        };
        return Negated ? !any : any;
    }

    private bool? Includes(ushort? port) => port is { } number ? Each().Any(range => range.From <= number && number <= range.To) : null;
}
