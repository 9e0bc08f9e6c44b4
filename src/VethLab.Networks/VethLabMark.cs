using VethLab.Linux.Route;
using VethLab.Networks.Labs;

namespace VethLab.Networks;

/// <summary>
/// How VethLab marks in the kernel what it made (docs/architecture.md): a link by its group number, given in its create message, and by
/// its alias, which people can read.
/// </summary>
public static class VethLabMark
{
    /// <summary>High byte of the group ('V'); the other three hold the hash of a lab's name, 0 for what single cmdlets make.</summary>
    public const uint Group = 0x56000000;

    private const uint GroupMask = 0xff000000;

    /// <summary>Alias of links that single cmdlets make.</summary>
    public const string Alias = "vethlab";

    /// <summary>Name of the nf_tables tables that hold VethLab's rules and what it has to give back.</summary>
    public const string Table = "vethlab";

    public static bool IsOn(LinkMessage link) => (link.Group & GroupMask) == Group;

    /// <summary>Who made a link: "vethlab" where it carries the mark, "vethlab:LAB" where it is a lab's; null: somebody else.</summary>
    public static string? OwnerOf(LinkMessage link) => !IsOn(link) ? null : LabMark.LabOf(link) is null ? Alias : link.Alias;
}
