using System.Buffers.Binary;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.Route;

namespace VethLab.Linux.NfTables.Xtables;

/// <summary>-m addrtype: struct xt_addrtype_info_v1 { u16 source, dest (bits 1 &lt;&lt; RTN_*); u32 flags (1, 2: inverted; 4, 8: of one interface); }.</summary>
internal sealed record XtAddressType(ushort Sources, ushort Destinations, uint Flags) : XtCondition
{
    internal static XtAddressType? Read(ReadOnlySpan<byte> info) => info.Length < 8 ? null : new XtAddressType(
        BinaryPrimitives.ReadUInt16LittleEndian(info), BinaryPrimitives.ReadUInt16LittleEndian(info[2..]), BinaryPrimitives.ReadUInt32LittleEndian(info[4..]));

    internal override string Words => string.Join(" ", ((string?[])[Said("saddr", Sources, 1), Said("daddr", Destinations, 2)]).OfType<string>());

    private string? Said(string end, ushort kinds, uint inverts)
    {
        if (kinds == 0)
            return null;
        var names = Enum.GetValues<RouteType>().Where(kind => (kinds & (1 << (int)kind)) != 0).Select(kind => kind.ToString().ToLowerInvariant()).ToList();
        return $"fib {end}{((Flags & 4) != 0 ? " . iif" : (Flags & 8) != 0 ? " . oif" : "")} type {((Flags & inverts) != 0 ? "!= " : "")}{(names.Count == 1 ? names[0] : $"{{ {string.Join(", ", names)} }}")}";
    }

    internal override bool? Holds(PacketState state) => (Flags & ~3u) != 0
        ? null
        : Is(state.Packet.SourceKind, Sources, 1) & Is(state.Packet.DestinationKind, Destinations, 2);

    private bool? Is(RouteType? kind, ushort kinds, uint inverts) =>
        kinds == 0 ? true : kind is { } one ? (kinds & (1 << (int)one)) != 0 != ((Flags & inverts) != 0) : null;
}
