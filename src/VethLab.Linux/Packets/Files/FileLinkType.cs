namespace VethLab.Linux.Packets;

/// <summary>Numbers of link types in files (https://www.tcpdump.org/linktypes.html).</summary>
internal static class FileLinkType
{
    internal const ushort Null = 0, Ethernet = 1, Raw = 101, Loop = 108, LinuxCooked = 113, IPv4 = 228, IPv6 = 229, LinuxCooked2 = 276;

    /// <summary>What frames of a file begin with, once <see cref="FileFrames"/> has taken off what is the file's own.</summary>
    internal static LinkType Read(ushort number) => number switch
    {
        Ethernet => LinkType.Ethernet,
        Null or Raw or Loop or LinuxCooked or IPv4 or IPv6 or LinuxCooked2 => LinkType.Network,
        _ => LinkType.Unknown,
    };

    /// <summary>The number that an interface's frames are written under.</summary>
    internal static ushort Of(CaptureLink link) => link.LinkType switch
    {
        LinkType.Ethernet => Ethernet,
        LinkType.Network => LinuxCooked2,
        _ => link.FileLinkType ?? Raw,
    };
}
