namespace VethLab.Linux.Packets;

/// <summary>What a packet socket has seen since it was opened (struct tpacket_stats, packet(7)).</summary>
/// <param name="Received">Frames that passed the socket, dropped ones included.</param>
/// <param name="Dropped">Frames lost because the receive buffer was full.</param>
public readonly record struct PacketStatistics(ulong Received, ulong Dropped);
