using System.Net.Sockets;
using VethLab.Linux.Interop;

namespace VethLab.Networks.Paths.Walking;

/// <summary>The packet is where it was to go: is anybody at the port?</summary>
internal static class DeliveryStage
{
    internal static void Deliver(WalkContext context, Arrival arrival)
    {
        var (space, packet) = (arrival.In.Space, context.Packet);
        var name = $"{packet.Destination}";
        if (context.IsReturn || context.Question.Protocol == PathProtocol.Icmp)
        {
            var key = packet.Family == AddressFamily.InterNetwork ? "ipv4/icmp_echo_ignore_all" : "ipv6/icmp/echo_ignore_all";
            var isQuiet = !context.IsReturn && space.Number(key) != 0;
            var setting = ForwardingSwitches.Named(key);
            context.Report.Hop(space, PathHopKind.Delivery, name, isQuiet ? $"its own address, but {setting} is 1" : "its own address", isQuiet ? PathHopState.Stops : PathHopState.Passes);
            if (isQuiet)
                context.Report.Certain(PathCause.EchoIgnored, $"{setting} is 1 in {space.Description}: echo requests are not answered", Repair.Sysctl(space, key, "0"));
            return;
        }
        var port = packet.Header.DestinationPort!.Value;
        var protocol = context.Question.Protocol == PathProtocol.Udp ? ProtocolType.Udp : ProtocolType.Tcp;
        try
        {
            var takes = space.Session.Sockets.Listen(protocol).FirstOrDefault(socket => socket.Takes(packet.Destination, port, arrival.In.Link.Index));
            var words = takes is null ? $"nobody at {protocol} port {port}" : $"{protocol} port {port}: a socket at {takes.Address}";
            context.Report.Hop(space, PathHopKind.Delivery, name, words, takes is null ? PathHopState.Stops : PathHopState.Passes);
            if (takes is null)
                context.Report.Certain(PathCause.PortClosed, $"in {space.Description} no socket takes {protocol} port {port} of {packet.Destination}", null);
        }
        catch (LinuxException failure)
        {
            context.Report.HasGap = true;
            context.Report.Hop(space, PathHopKind.Delivery, name, $"whether anybody is at {protocol} port {port} cannot be told: {failure.Message}", PathHopState.Unknown);
        }
    }
}
