using System.Text;
using VethLab.Networks.Labs.Description;

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

    /// <summary>The greatest comment that a rule can have, in bytes (NFTNL_UDATA_COMMENT_MAXLEN less the final NUL).</summary>
    private const int MaximumBytes = 127;

    private const string HadPrefix = "had net/";
    private const string ExpectsPrefix = "expects ";
    private const string Reaches = " -> ";
    private const string ReachesNot = " -/-> ";

    /// <summary>A lab is made here.</summary>
    internal const string Lab = "lab";

    internal static bool Fits(string record) => Encoding.UTF8.GetByteCount(record) <= MaximumBytes;

    /// <summary>A sysctl that a lab sets, and the value that it has to get back.</summary>
    internal static string Had(string key, string value) => $"{HadPrefix}{key}={value}";

    /// <summary>The sysctl and former value of such a record; null for other records.</summary>
    internal static RecordedSetting? ParseHad(string? record) => ParseSetting(HadPrefix, record);

    /// <summary>Who shall reach whom in a lab, or shall not.</summary>
    internal static string Expects(LabExpectation expectation) =>
        $"{ExpectsPrefix}{expectation.From}{(expectation.Reaches ? Reaches : ReachesNot)}{expectation.To}";

    /// <summary>The expectation of such a record; null for other records.</summary>
    internal static LabExpectation? ParseExpects(string? record)
    {
        if (record?.StartsWith(ExpectsPrefix, StringComparison.Ordinal) != true)
            return null;
        var text = record[ExpectsPrefix.Length..];
        foreach (var (arrow, reaches) in new[] { (ReachesNot, false), (Reaches, true) })
        {
            if (text.IndexOf(arrow, StringComparison.Ordinal) is var at and > 0)
                return new LabExpectation(text[..at], text[(at + arrow.Length)..], reaches);
        }
        return null;
    }

    internal static bool IsHold(string? record) => record?.StartsWith("holds ", StringComparison.Ordinal) == true;

    /// <summary>The sysctl and the value that it has to get back; null for other records.</summary>
    internal static RecordedSetting? ParseWas(string? record) => ParseSetting(WasPrefix, record);

    private static RecordedSetting? ParseSetting(string prefix, string? record)
    {
        if (record?.StartsWith(prefix, StringComparison.Ordinal) != true)
            return null;
        var equals = record.LastIndexOf('=');
        return equals < 0 ? null : new RecordedSetting(record[prefix.Length..equals], record[(equals + 1)..]);
    }
}
