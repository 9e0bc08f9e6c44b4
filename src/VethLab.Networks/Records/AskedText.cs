using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Records;

/// <summary>
/// Records of what a lab's description asked for where the kernel does not tell it from its own choice: "asked mac ns01:eth0", "asked net/KEY of
/// ns01". The values are the kernel's present ones, so that a change by hand is seen.
/// </summary>
internal static class AskedText
{
    private const string MacPrefix = "asked mac ";
    private const string SysctlPrefix = "asked net/";
    private const string Of = " of ";

    /// <summary>The uplink's network was named, not looked for.</summary>
    internal const string UplinkNetwork = "asked network of uplink";

    internal static string Mac(LabBridge bridge) => MacPrefix + bridge.Name;

    internal static string Mac(LabEnd end) => $"{MacPrefix}{end.Node}:{end.Name}";

    /// <param name="key">The setting.</param>
    /// <param name="space">The namespace; null: where the bridges live.</param>
    internal static string Sysctl(string key, string? space) => SysctlPrefix + key + (space is null ? string.Empty : Of + space);

    /// <summary>The setting of such a record and its namespace, null where the bridges live; null for other records.</summary>
    internal static (string Key, string? Space)? ParseSysctl(string? record)
    {
        if (record?.StartsWith(SysctlPrefix, StringComparison.Ordinal) != true)
            return null;
        var text = record[SysctlPrefix.Length..];
        // A key has no white space, a namespace's name may have.
        var of = text.IndexOf(Of, StringComparison.Ordinal);
        return of < 0 ? (text, null) : (text[..of], text[(of + Of.Length)..]);
    }

    /// <summary>Whether a record is one of these.</summary>
    internal static bool IsOne(string? record) => record?.StartsWith("asked ", StringComparison.Ordinal) == true;

    /// <summary>All of them for a lab, besides its <see cref="RecordText.Expects"/>.</summary>
    internal static IEnumerable<string> For(LabDescription lab)
    {
        foreach (var bridge in lab.Bridges.Where(bridge => bridge.MacAddress is not null))
            yield return Mac(bridge);
        foreach (var end in lab.Links.SelectMany(link => new[] { link.End, link.Peer }).Where(end => end.MacAddress is not null))
            yield return Mac(end);
        // With placement Host there is a record of the former value, which says as much.
        foreach (var sysctl in lab.Placement == LabPlacement.Host ? [] : lab.Host.Sysctls)
            yield return Sysctl(sysctl.Key, null);
        foreach (var space in lab.Namespaces)
        {
            foreach (var sysctl in space.Sysctls)
                yield return Sysctl(sysctl.Key, space.Name);
        }
        if (lab.Uplink?.Network is not null)
            yield return UplinkNetwork;
    }
}
