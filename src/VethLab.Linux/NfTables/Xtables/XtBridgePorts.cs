using System.Text;
using VethLab.Linux.NfTables.Evaluation;

namespace VethLab.Linux.NfTables.Xtables;

/// <summary>
/// -m physdev: struct xt_physdev_info { char physindev[16], in_mask[16], physoutdev[16], out_mask[16]; u8 invert, bitmask (1 in, 2 out, 4 bridged,
/// 8 came by a port, 16 goes by one); }.
/// </summary>
internal sealed record XtBridgePorts(byte What, byte Inverted, string In, string Out) : XtCondition
{
    private const byte XT_PHYSDEV_OP_IN = 1;
    private const byte XT_PHYSDEV_OP_OUT = 2;
    private const byte XT_PHYSDEV_OP_BRIDGED = 4;
    private const byte XT_PHYSDEV_OP_ISIN = 8;
    private const byte XT_PHYSDEV_OP_ISOUT = 16;

    internal static XtBridgePorts? Read(ReadOnlySpan<byte> info) => info.Length < 66 || (info[65] & ~31) != 0
        ? null
        : new XtBridgePorts(info[65], info[64], Name(info[..32]), Name(info.Slice(32, 32)));

    /// <summary>The mask of a whole name covers its NUL; else its beginning is meant, written with +.</summary>
    private static string Name(ReadOnlySpan<byte> nameAndMask)
    {
        var length = nameAndMask[..16].IndexOf((byte)0) is >= 0 and var end ? end : 16;
        var name = Encoding.UTF8.GetString(nameAndMask[..length]);
        return length < 16 && nameAndMask[16 + length] == 0 && length > 0 ? name + "+" : name;
    }

    internal override string Words => "physdev " + string.Join(" ", Parts().Select(part => $"{((Inverted & part.Flag) != 0 ? "! " : "")}{part.Words}"));

    private IEnumerable<(byte Flag, string Words)> Parts()
    {
        foreach (var part in new[]
        {
            (XT_PHYSDEV_OP_IN, $"in \"{In}\""), (XT_PHYSDEV_OP_OUT, $"out \"{Out}\""), (XT_PHYSDEV_OP_BRIDGED, "bridged"), (XT_PHYSDEV_OP_ISIN, "is in"), (XT_PHYSDEV_OP_ISOUT, "is out"),
        })
        {
            if ((What & part.Item1) != 0)
                yield return part;
        }
    }

    internal override bool? Holds(PacketState state)
    {
        var (inPort, outPort) = (state.Packet.InBridgePort, state.Packet.OutBridgePort);
        return Part(XT_PHYSDEV_OP_IN, Is(inPort, In)) & Part(XT_PHYSDEV_OP_OUT, Is(outPort, Out))
            & Part(XT_PHYSDEV_OP_BRIDGED, Exists(inPort) & Exists(outPort)) & Part(XT_PHYSDEV_OP_ISIN, Exists(inPort)) & Part(XT_PHYSDEV_OP_ISOUT, Exists(outPort));
    }

    private bool? Part(byte flag, bool? holds) => (What & flag) == 0 ? true : (Inverted & flag) != 0 ? !holds : holds;

    private static bool? Exists(string? port) => port is null ? null : port.Length > 0;

    private static bool? Is(string? port, string name) =>
        port is null ? null : name.EndsWith('+') ? port.StartsWith(name[..^1], StringComparison.Ordinal) : port == name;
}
