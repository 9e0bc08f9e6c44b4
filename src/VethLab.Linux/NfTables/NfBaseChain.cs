namespace VethLab.Linux.NfTables;

/// <summary>What makes a chain a base chain: it is called at a hook.</summary>
/// <param name="Type">filter, nat or route.</param>
/// <param name="Hook">Where.</param>
/// <param name="Priority">Lower is earlier: -100 dstnat, 0 filter, 100 srcnat (nft(8), "Standard priority names").</param>
/// <param name="Policy">What becomes of packets that reach its end: Accept or Drop.</param>
/// <param name="Device">The device, for the hooks ingress and egress only.</param>
public sealed record NfBaseChain(
    string Type, NfHook Hook, int Priority, NfVerdict Policy = NfVerdict.Accept, string? Device = null);
