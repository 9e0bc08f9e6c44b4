using System.Text;
using VethLab.Linux.Route;

namespace VethLab.Networks.Labs;

/// <summary>
/// What everything of one lab carries in the kernel: a number from the instant at which a thing is visible (the group of a link, and of a
/// namespace's loopback), a text for people (their alias), and the name of the nf_tables table for rules and records.
/// </summary>
public sealed record LabMark(uint Group, string Alias, string Table)
{
    private const string AliasPrefix = VethLabMark.Alias + ":";
    private const string TablePrefix = VethLabMark.Table + "-";

    /// <summary>The mark of a lab: the high byte that all of VethLab's links have, and 24 bits that follow from the lab's name.</summary>
    public static LabMark Of(string lab) => new(GroupOf(lab), AliasPrefix + lab, TablePrefix + lab);

    private static uint GroupOf(string lab) => VethLabMark.Group | NumberOf(lab);

    /// <summary>The lab that a link belongs to, or a namespace by its loopback; null: to none. The number counts: an alias can be written by anybody.</summary>
    public static string? LabOf(LinkMessage link) => LabOfAlias(link.Alias) is { } lab && GroupOf(lab) == link.Group ? lab : null;

    /// <summary>The lab of an alias; null where it is none of a lab.</summary>
    public static string? LabOfAlias(string? alias) => After(AliasPrefix, alias);

    /// <summary>The lab of an nf_tables table; null where it is none of a lab.</summary>
    public static string? LabOfTable(string? table) => After(TablePrefix, table);

    public bool IsOn(LinkMessage link) => link.Group == Group;

    /// <summary>FNV-1a, folded to 24 bits (RFC 9923); never 0, which is what single cmdlets use.</summary>
    private static uint NumberOf(string lab)
    {
        var hash = 2166136261u;
        foreach (var one in Encoding.UTF8.GetBytes(lab))
            hash = unchecked((hash ^ one) * 16777619u);
        var folded = (hash >> 24) ^ (hash & 0xffffff);
        return folded == 0 ? 1 : folded;
    }

    private static string? After(string prefix, string? text) =>
        text?.StartsWith(prefix, StringComparison.Ordinal) == true && text.Length > prefix.Length ? text[prefix.Length..] : null;
}
