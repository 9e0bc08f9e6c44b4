namespace VethLab.Linux.Packets;

/// <summary>What a packet has to do with a probe.</summary>
public enum ProbeRole
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is the probe.</summary>
    Request,

    /// <summary>It answers: echo reply, SYN+ACK, reset, datagram.</summary>
    Reply,

    /// <summary>An ICMP error about the probe.</summary>
    Error,

    /// <summary>Of the same flow, and none of these: what ends a connection, an error about the answer.</summary>
    Related,
}
