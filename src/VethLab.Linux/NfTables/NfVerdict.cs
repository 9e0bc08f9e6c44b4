namespace VethLab.Linux.NfTables;

/// <summary>What becomes of a packet: NF_* (netfilter.h) and, below zero, enum nft_verdicts. A chain's policy is Drop or Accept.</summary>
public enum NfVerdict
{
    Drop = 0,
    Accept = 1,
    Stolen = 2,
    Queue = 3,
    Repeat = 4,

    /// <summary>On to the next rule.</summary>
    Continue = -1,
    Break = -2,
    Jump = -3,
    Goto = -4,
    Return = -5,
}
