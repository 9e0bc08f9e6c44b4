namespace VethLab.Networks.Records;

/// <summary>How records are written in rule comments: "was net/KEY=VALUE" for what has to be given back, "holds …" for whom it was taken.</summary>
internal static class RecordText
{
    private const string WasPrefix = "was net/";

    /// <summary>Enable-NetForwarding is in force.</summary>
    internal const string HoldsForwarding = "holds forwarding";

    internal static string Was(string key, string value) => $"{WasPrefix}{key}={value}";

    /// <summary>Enable-NetForwarding is in force for a bridge.</summary>
    internal static string HoldsForwardingOf(string bridge) => $"{HoldsForwarding} {bridge}";

    /// <summary>The bridge of such a record; null for other records.</summary>
    internal static string? BridgeHeld(string? record) =>
        record?.StartsWith(HoldsForwarding + " ", StringComparison.Ordinal) == true ? record[(HoldsForwarding.Length + 1)..] : null;

    internal static bool IsHold(string? record) => record?.StartsWith("holds ", StringComparison.Ordinal) == true;

    /// <summary>The sysctl and the value that it has to get back; null for other records.</summary>
    internal static (string Key, string Value)? ParseWas(string? record)
    {
        if (record?.StartsWith(WasPrefix, StringComparison.Ordinal) != true)
            return null;
        var equals = record.LastIndexOf('=');
        return equals < 0 ? null : (record[WasPrefix.Length..equals], record[(equals + 1)..]);
    }
}
