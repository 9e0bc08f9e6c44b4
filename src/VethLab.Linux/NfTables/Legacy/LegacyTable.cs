namespace VethLab.Linux.NfTables.Legacy;

/// <summary>A table of legacy iptables, its chains and rules put in nf_tables' terms.</summary>
/// <param name="Family">IPv4 or IPv6.</param>
/// <param name="Name">filter, nat, mangle, raw or security.</param>
/// <param name="Chains">The built-in chains, with hook, priority and policy, then those of users, in the table's order.</param>
/// <param name="Rules">The rules, chain by chain, without those that end each chain.</param>
public sealed record LegacyTable(NfFamily Family, string Name, IReadOnlyList<NfChain> Chains, IReadOnlyList<NfRule> Rules);
