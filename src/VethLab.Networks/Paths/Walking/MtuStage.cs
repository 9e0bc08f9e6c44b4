using System.Net.Sockets;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Whether a packet fits into a link.</summary>
internal static class MtuStage
{
    /// <summary>A frame may be longer than the MTU by a VLAN tag (is_skb_forwardable in include/linux/netdevice.h).</summary>
    private const int VLAN_HLEN = 4;

    /// <summary>Where a host or router sends: it may divide packets, or says that it may not.</summary>
    internal static bool Fits(WalkContext context, PathEnd link, bool isRouter)
    {
        var packet = context.Packet;
        if (packet.Size <= link.Link.Mtu)
            return true;
        var isV6 = packet.Family == AddressFamily.InterNetworkV6;
        var words = $"{link} has MTU {link.Link.Mtu}, and the packet has {packet.Size} bytes";
        if (packet.DontFragment)
        {
            context.Report.Hop(link.Space, PathHopKind.Interface, link.Name, $"{PathReport.Words(link.Link)}; the packet has {packet.Size} bytes", PathHopState.Stops);
            context.Report.Certain(PathCause.MtuTooSmall, $"{words}, which may not be fragmented", isRouter ? Repair.Join(Fix(context, link), Forget(context)) : Fix(context, link));
            return false;
        }
        if (isV6 && isRouter)
            context.Report.Note(PathCause.MtuTooSmall, $"{words}: the first is lost, and its sender told to send smaller ones", Fix(context, link));
        packet.Size = link.Link.Mtu;
        return true;
    }

    /// <summary>Where frames are taken, or passed on by a bridge: those that are too long are dropped without a word.</summary>
    internal static bool FitsFrame(WalkContext context, PathEnd link) => context.Packet.Size <= link.Link.Mtu + VLAN_HLEN;

    internal static void ReportFrame(WalkContext context, PathEnd link) => context.Report.Certain(
        PathCause.MtuTooSmall, $"{link} has MTU {link.Link.Mtu}, and drops the frame with {context.Packet.Size} bytes of packet without a word",
        // IPv6's bridge netfilter does say a word.
        context.Packet.Family == AddressFamily.InterNetworkV6 ? Repair.Join(Fix(context, link), Forget(context)) : Fix(context, link));

    /// <summary>The sender has been told of the small link, and would remember it for minutes.</summary>
    private static string Forget(WalkContext context) =>
        Repair.Inside(context.IsReturn ? context.ReturnsFrom! : context.Spaces.From, context.Packet.Family == AddressFamily.InterNetworkV6 ? "ip -6 route flush cache" : "ip route flush cache");

    /// <summary>
    /// A sender that remembers a small link of earlier (RFC 1191, 8201) does not even send what is bigger. Reported when all links have turned out to be
    /// large enough.
    /// </summary>
    internal static void ReportRemembered(WalkContext context)
    {
        if (context.Remembered is not { } mtu || !context.Packet.DontFragment)
            return;
        var space = context.Spaces.From;
        context.Report.Hop(space, PathHopKind.Route, "path MTU", $"{mtu} to {context.Packet.Destination}, remembered from earlier", PathHopState.Stops);
        context.Report.Certain(PathCause.MtuTooSmall, $"{space.Description} remembers that only {mtu} bytes get to {context.Packet.Destination}, though all links on the way are larger now", Forget(context));
    }

    /// <summary>As much as the other end takes, where that is enough.</summary>
    private static string Fix(WalkContext context, PathEnd link) =>
        $"Set-NetInterface {Repair.Word(link.Name)}{Repair.On(link.Space)} -Mtu {Math.Max(context.Question.PacketSize ?? context.Packet.Size, (int)(context.Spaces.Peer(link)?.Link.Mtu ?? 0))}";
}
