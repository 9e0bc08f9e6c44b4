namespace VethLab.Networks.Paths;

/// <summary>What a path is asked about.</summary>
public enum PathProtocol
{
    /// <summary>Echo requests and replies, of ICMP or ICMPv6.</summary>
    Icmp,

    /// <summary>A connection: SYN and what answers it.</summary>
    Tcp,

    /// <summary>A datagram, which nobody has to answer: that it arrived is seen where it arrives, if that is known.</summary>
    Udp,
}
