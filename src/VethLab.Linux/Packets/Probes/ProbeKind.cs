namespace VethLab.Linux.Packets;

/// <summary>What a probe sends.</summary>
public enum ProbeKind
{
    /// <summary>An echo request of ICMP or ICMPv6.</summary>
    Echo,

    /// <summary>A TCP SYN; a connection that comes about is reset at once.</summary>
    Connection,

    /// <summary>A UDP datagram.</summary>
    Datagram,
}
