namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>What connection tracking says of a packet's flow, in the bits of ct state (NF_CT_STATE_BIT, nf_conntrack_common.h).</summary>
[Flags]
public enum FlowState : uint
{
    Invalid = 1,
    Established = 2,
    Related = 4,
    New = 8,
    Untracked = 64,
}
