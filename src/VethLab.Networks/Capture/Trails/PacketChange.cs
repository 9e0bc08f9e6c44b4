namespace VethLab.Networks.Capture;

/// <summary>What is different of a packet at a hop.</summary>
/// <param name="Field">MAC, ttl, source, destination, id, VLAN, tunnel, TOS, MSS, or checksum; or header checksum, which changes with ttl and addresses.</param>
/// <param name="Before">At the hop before; empty: there was none.</param>
/// <param name="After">Here; empty: there is none any more.</param>
public sealed record PacketChange(string Field, string Before, string After)
{
    /// <summary>Follows from other changes.</summary>
    public bool IsConsequence => Field.EndsWith("checksum", StringComparison.Ordinal);

    /// <summary>An address or a port was translated.</summary>
    public bool IsTranslation => Field is "source" or "destination";

    public override string ToString() => (Before, After) switch
    {
        ("", _) => $"{Field} {After} added",
        (_, "") => $"{Field} {Before} removed",
        _ => $"{Field} {Before} → {After}",
    };
}
