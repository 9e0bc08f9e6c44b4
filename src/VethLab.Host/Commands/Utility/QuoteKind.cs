namespace Microsoft.PowerShell.Commands;

/// <summary>Which fields of a CSV line are in quotes.</summary>
public enum QuoteKind
{
    Never,
    Always,
    AsNeeded,
}
