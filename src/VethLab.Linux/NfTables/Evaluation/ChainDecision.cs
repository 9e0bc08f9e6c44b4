namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>What one base chain does with a packet, by a rule of its own or of a chain that it leads to, or by its policy.</summary>
/// <param name="Chain">The base chain.</param>
/// <param name="Fate">What becomes of the packet here; Accept is not final while further chains follow.</param>
/// <param name="Rule">The rule that decides, or is not understood; null: the policy does, or the chain is passed over.</param>
/// <param name="Reason">Why it is not known; null elsewhere.</param>
/// <param name="Translation">Whom it is translated to; null where it is not.</param>
public sealed record ChainDecision(NfChain Chain, PacketFate Fate, NfRule? Rule, string? Reason = null, PacketTranslation? Translation = null);
