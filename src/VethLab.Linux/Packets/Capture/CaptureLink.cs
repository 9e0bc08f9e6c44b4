using VethLab.Linux.Route;

namespace VethLab.Linux.Packets;

/// <summary>An interface that frames were captured on: which one it is, and what a file says of it. Immutable.</summary>
public sealed record CaptureLink
{
    /// <summary>The interface's name.</summary>
    public required string Name { get; init; }

    /// <summary>Name of its namespace; null where that has none, or is not known.</summary>
    public string? Namespace { get; init; }

    /// <summary>Inode number of its namespace; 0: not known.</summary>
    public ulong NamespaceInode { get; init; }

    /// <summary>The interface's number in its namespace; of a file, its number there.</summary>
    public int Index { get; init; }

    /// <summary>What its frames begin with.</summary>
    public LinkType LinkType { get; init; }

    /// <summary>The interface's ARPHRD number (include/uapi/linux/if_arp.h); 0: not known.</summary>
    public ushort HardwareType { get; init; }

    /// <summary>Of a file: the number of a link type that is neither Ethernet nor Network; else null.</summary>
    public ushort? FileLinkType { get; init; }

    public MacAddress? MacAddress { get; init; }

    /// <summary>Bits per second; null: the kernel names none.</summary>
    public long? Speed { get; init; }

    /// <summary>The lab that it belongs to; null: none.</summary>
    public string? Lab { get; init; }

    /// <summary>It is a port of a bridge; false where that is not known, as files do not say it.</summary>
    public bool IsBridgePort { get; init; }

    /// <summary>Bytes that were kept of each frame.</summary>
    public int SnapLength { get; init; } = 262144;

    /// <summary>namespace/interface, or the interface alone where the namespace has no name.</summary>
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
