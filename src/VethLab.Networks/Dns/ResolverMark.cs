using System.Text.RegularExpressions;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Networks.Dns;

/// <summary>
/// The first line of a resolv.conf that VethLab wrote for a namespace. It says for which /run/netns: files in /etc outlive a reboot and
/// are seen in other mount namespaces, the names below a /run/netns are not. So what was left is told from what others need.
/// </summary>
internal static partial class ResolverMark
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>The line for a namespace that is made here and now.</summary>
    internal static string Line => $"# Made by VethLab for {NamespaceDirectory.Location} {Device}, boot {Boot}; Remove-NetNamespace removes it.";

    /// <summary>Whose a file with this text is.</summary>
    internal static ResolverOwner OwnerOf(string? text)
    {
        if (text is null || Pattern().Match(text) is not { Success: true } match)
            return ResolverOwner.Other;
        return match.Groups["boot"].Value == Boot && match.Groups["device"].Value != Device
            ? ResolverOwner.VethLabElsewhere
            : ResolverOwner.VethLab;
    }

    /// <summary>The file system of /run/netns; before the first namespace that of what it will be made in.</summary>
    private static string Device => FileIdentity.DeviceOf(
        Directory.Exists(NamespaceDirectory.Location) ? NamespaceDirectory.Location : Path.GetDirectoryName(NamespaceDirectory.Location)!);

    /// <summary>As much of the boot's id as tells one from another.</summary>
    private static string Boot => File.ReadAllText(BootIdFile)[..8];

    [GeneratedRegex(@"\A# Made by VethLab for /run/netns (?<device>\d+:\d+), boot (?<boot>[0-9a-f]{8});")]
    private static partial Regex Pattern();
}
