using System.Net;
using VethLab.Linux.NfTables.Evaluation;

namespace VethLab.Linux.NfTables.Xtables;

/// <summary>
/// -m iprange: struct xt_iprange_mtinfo { union nf_inet_addr src_min, src_max, dst_min, dst_max; u8 flags (1 source, 2 destination, 0x10 and 0x20
/// inverted); }. An IPv4 address is the first 4 of 16 bytes.
/// </summary>
internal sealed record XtAddressRange(NfBytes Ends, byte Flags) : XtCondition
{
    internal static XtAddressRange? Read(ReadOnlySpan<byte> info) => info.Length >= 65 ? new XtAddressRange(new NfBytes(info[..64]), info[64]) : null;

    private bool IsIPv4 => !Ends.Span[4..16].ContainsAnyExcept((byte)0) && !Ends.Span[20..32].ContainsAnyExcept((byte)0)
        && !Ends.Span[36..48].ContainsAnyExcept((byte)0) && !Ends.Span[52..64].ContainsAnyExcept((byte)0);

    private ReadOnlySpan<byte> End(int which) => Ends.Span.Slice(which * 16, IsIPv4 ? 4 : 16);

    internal override string Words => string.Join(" ", ((string?[])[Said("saddr", 0, 1), Said("daddr", 2, 2)]).OfType<string>());

    private string? Said(string end, int first, byte flag) => (Flags & flag) == 0
        ? null
        : $"{(IsIPv4 ? "ip" : "ip6")} {end} {((Flags & (flag << 4)) != 0 ? "!= " : "")}{new IPAddress(End(first))}-{new IPAddress(End(first + 1))}";

    internal override bool? Holds(PacketState state) => Part(state.Packet.Source, 0, 1) & Part(state.Packet.Destination, 2, 2);

    private bool? Part(IPAddress? address, int first, byte flag)
    {
        if ((Flags & flag) == 0)
            return true;
        if (address is null)
            return null;
        var bytes = address.GetAddressBytes();
        return bytes.Length != End(first).Length
            ? null
            : Conditions.InRange(new PartialBytes(bytes), End(first), End(first + 1)) != ((Flags & (flag << 4)) != 0);
    }
}
