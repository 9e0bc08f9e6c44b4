namespace VethLab.Tests.Differential;

/// <summary>One thing in a network as one side sees it: what it is, and its properties under VethLab's names as texts.</summary>
internal sealed record Fact(string Kind, string Place, string Subject, SortedDictionary<string, string> Properties)
{
    /// <summary>Under one subject stand what may be several: routes to one destination.</summary>
    internal string Key => $"{Kind} {Subject} in {Place}";

    public override string ToString() => $"{Key}: {string.Join(", ", Properties.Select(property => $"{property.Key}={property.Value}"))}";
}
