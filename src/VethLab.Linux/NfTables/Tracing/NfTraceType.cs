namespace VethLab.Linux.NfTables;

/// <summary>What a trace message is about (enum nft_trace_types).</summary>
public enum NfTraceType : uint
{
    /// <summary>A base chain's policy.</summary>
    Policy = 1,

    /// <summary>A chain's end, from where it goes back to where it was called.</summary>
    Return = 2,

    /// <summary>A rule that fits.</summary>
    Rule = 3,
}
