namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>What the chains of a hook do with a packet, all together.</summary>
/// <param name="Fate">Accept only where every chain accepts.</param>
/// <param name="Decider">The chain that ends the packet's way, or where it is not known; null where all accept.</param>
/// <param name="Chains">What each chain does, in the order in which the packet meets them, up to the one that ends its way.</param>
/// <param name="Packet">The packet as it is afterwards.</param>
public sealed record HookDecision(
    PacketFate Fate, ChainDecision? Decider, IReadOnlyList<ChainDecision> Chains, PacketDescription Packet);
