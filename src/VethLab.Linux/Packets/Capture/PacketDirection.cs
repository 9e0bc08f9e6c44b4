namespace VethLab.Linux.Packets;

/// <summary>Where a frame was going, seen from the interface (sll_pkttype, packet(7)).</summary>
public enum PacketDirection
{
    /// <summary>To this interface's address.</summary>
    Incoming = 0,

    /// <summary>Incoming, to all.</summary>
    Broadcast = 1,

    /// <summary>Incoming, to a multicast address.</summary>
    Multicast = 2,

    /// <summary>Incoming, to somebody else: seen in promiscuous mode and by ports of a bridge.</summary>
    OtherHost = 3,

    /// <summary>Sent by this interface.</summary>
    Outgoing = 4,
}
