using VethLab.Linux.NfTables;

namespace VethLab.Networks.Nat.Ports;

/// <summary>A rule that a mapping consists of: its chain, what it does, and the same in nft's words, without its comment.</summary>
internal sealed record PortMappingRule(string Chain, NfExpressionList Expressions, string Words, string Comment);
