namespace VethLab.Linux.NfTables;

/// <summary>A set or map with its elements.</summary>
public sealed record NfSetContents(NfSet Set, IReadOnlyList<NfSetElement> Elements);
