using System.Buffers.Binary;
using VethLab.Linux.Packets;
using VethLab.Networks.Capture;

namespace VethLab.Networks.Paths;

/// <summary>What is captured for a probe: its flow, what tells of its fate, and how neighbours are found. A busy host's other traffic is left out by the kernel.</summary>
internal static class ProbeFilter
{
    private const ushort ETH_P_ARP = 0x0806;

    // Not promiscuous: what passes a bridge is seen at its ports, and a bridge that is shown it too hands it on as a copy, under another address than it came.

    /// <summary>Enough for what is compared of a packet, and for what an ICMP error quotes.</summary>
    private const int Kept = 1024;

    /// <summary>What the filter lets through is little, and a large ring takes the kernel longer to make than a probe takes.</summary>
    private const int RingBytes = 4 << 20;

    internal static CaptureSettings SettingsOf(ProbeFlow flow)
    {
        var isV6 = flow.Destination.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        // Of echo only its own: others' come in floods, as of ping(8) -f.
        var protocol = isV6 ? (byte)58 : (byte)1;
        var icmp = flow.Kind != ProbeKind.Echo ? FrameTest.OwnEcho(protocol, null)
            : flow.Cookie.Length < 4 ? FrameTest.IPProtocol(protocol)
            : FrameTest.OwnEcho(protocol, BinaryPrimitives.ReadUInt32BigEndian(flow.Cookie));
        List<FrameTest> any = isV6 ? [icmp] : [FrameTest.EtherType(ETH_P_ARP), icmp];
        if (flow.Kind == ProbeKind.Connection)
            any.Add(FrameTest.All(FrameTest.IPProtocol(6), FrameTest.Port(flow.OwnNumber, flow.OwnNumber)));
        // Further fragments have no ports.
        if (flow.Kind == ProbeKind.Datagram)
            any.Add(FrameTest.IPProtocol(17));
        // Translation may give it another port at its own end, or at the other, but hardly at both.
        if (flow.Kind == ProbeKind.Connection)
            any.Add(FrameTest.All(FrameTest.IPProtocol(6), FrameTest.Port(flow.Port, flow.Port)));
        return new CaptureSettings { Filter = new PacketFilter { Groups = [new PacketFilter.Group(any, [])] }, SnapLength = Kept, Promiscuous = false, RingBytes = RingBytes };
    }
}
