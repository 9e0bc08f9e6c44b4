namespace VethLab.Linux.Packets;

/// <summary>What a captured frame begins with.</summary>
public enum LinkType
{
    /// <summary>An Ethernet header; loopback has one as well.</summary>
    Ethernet,

    /// <summary>The network header: tunnels, tun devices, WireGuard. The frame's EtherType says which.</summary>
    Network,

    /// <summary>Something else, in files of other programs: only its bytes are known.</summary>
    Unknown,
}
