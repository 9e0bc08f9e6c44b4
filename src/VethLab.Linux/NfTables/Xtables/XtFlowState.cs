using System.Buffers.Binary;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.NfTables.Words;

namespace VethLab.Linux.NfTables.Xtables;

/// <summary>
/// -m conntrack --ctstate: struct xt_conntrack_mtinfo1 to 3; after 8 addresses and masks of 16 bytes and two u32 follow u16 l4proto, 4 ports,
/// match_flags (1: state), invert_flags, and state_mask (u8 in revision 1). Its bits: 1 invalid, 2 established, 4 related, 8 new, 0x100 untracked.
/// </summary>
internal sealed record XtFlowState(ushort Mask, bool Negated) : XtCondition
{
    private const int MatchFlags = 146;
    private const ushort XT_CONNTRACK_STATE = 1;
    private const ushort Basic = 0xf;
    private const ushort XT_CONNTRACK_STATE_UNTRACKED = 0x100;

    internal static XtFlowState? Read(ReadOnlySpan<byte> info, uint revision)
    {
        if (info.Length < MatchFlags + 6)
            return null;
        var (what, inverted) = (BinaryPrimitives.ReadUInt16LittleEndian(info[MatchFlags..]), BinaryPrimitives.ReadUInt16LittleEndian(info[(MatchFlags + 2)..]));
        var mask = revision == 1 ? info[MatchFlags + 4] : BinaryPrimitives.ReadUInt16LittleEndian(info[(MatchFlags + 4)..]);
        return what == XT_CONNTRACK_STATE && (mask & ~(Basic | XT_CONNTRACK_STATE_UNTRACKED)) == 0 ? new XtFlowState(mask, (inverted & XT_CONNTRACK_STATE) != 0) : null;
    }

    private uint Bits => (uint)(Mask & Basic) | ((Mask & XT_CONNTRACK_STATE_UNTRACKED) != 0 ? (uint)FlowState.Untracked : 0);

    internal override string Words => $"ct state {(Negated ? "!= " : "")}{ValueWords.FlowStates(Bits)}";

    internal override bool? Holds(PacketState state) => state.Flow is { } one ? ((uint)one & Bits) != 0 != Negated : null;
}
