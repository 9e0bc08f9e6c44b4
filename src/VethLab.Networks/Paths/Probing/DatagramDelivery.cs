using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Networks.Capture;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Paths;

/// <summary>
/// What became of a datagram that came into its destination's namespace, and that nobody answered. It was delivered where a socket takes such, the kernel's
/// drops could be seen, and it was not among them.
/// </summary>
/// <param name="Hop">Where it came in.</param>
/// <param name="IsTaken">Whether a socket takes what comes to that address and port; null: nobody may say.</param>
/// <param name="IsDelivered">Whether it is known to have got there.</param>
internal sealed record DatagramDelivery(PacketHop Hop, bool? IsTaken, bool IsDelivered)
{
    internal static DatagramDelivery? Of(ProbeTrails trails, PathWatch watch, DropFindings drops)
    {
        if (watch.Arrival(trails) is not var (session, hop))
            return null;
        var taken = Takes(session, hop);
        return new DatagramDelivery(hop, taken, taken == true && drops.IsJoined(hop) && !drops.Drops.Any(drop => drop is { IsAttributed: true, IsReply: false }));
    }

    public override string ToString() => (IsDelivered, IsTaken) switch
    {
        (true, _) => $"delivered to a socket at {Hop.Place}, and not answered",
        (_, true) => $"arrived at {Hop.Place}, where a socket takes such; whether it got there is not known, and it was not answered",
        (_, false) => $"arrived at {Hop.Place}, where no socket takes such, and not answered",
        _ => $"arrived at {Hop.Place}, and not answered",
    };

    private static bool? Takes(NamespaceSession session, PacketHop hop)
    {
        try
        {
            var (to, port, index) = (hop.Packet.DestinationAddress!, (ushort)(hop.Packet.DestinationPort ?? 0), hop.Packet.Link.Index);
            return session.Sockets.Listen(ProtocolType.Udp).Any(socket => socket.Takes(to, port, index));
        }
        catch (LinuxException)
        {
            // The kernel has no inet_diag for UDP.
            return null;
        }
    }
}
