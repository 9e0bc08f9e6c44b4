using VethLab.Linux.NfTables;

namespace VethLab.Networks.Paths.Walking;

/// <summary>The ingress chains of a device, before anything else looks at its packets.</summary>
internal static class IngressStage
{
    internal static bool Pass(WalkContext context, ChainStage chains, PathEnd link)
    {
        var packet = context.Packet;
        packet.Header = packet.Header with { InInterface = link.Name, InInterfaceIndex = link.Link.Index, OutInterface = null, OutInterfaceIndex = null, InBridgePort = null, OutBridgePort = null };
        return chains.Pass(link.Space, NfFamily.Netdev, NfHook.Ingress, packet.Header);
    }
}
