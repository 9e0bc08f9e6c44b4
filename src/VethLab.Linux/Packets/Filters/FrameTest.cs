using System.Net;
using VethLab.Linux.Route;

namespace VethLab.Linux.Packets;

/// <summary>Something that is so or not so of a frame, and can be found out by the kernel before it captures it. Immutable.</summary>
public abstract class FrameTest
{
    /// <summary>What is behind the VLAN tags (include/uapi/linux/if_ether.h).</summary>
    public static FrameTest EtherType(ushort type) => new EtherTypeTest(type);

    /// <summary>From or to an interface of this address; on links without Ethernet header never so.</summary>
    public static FrameTest Mac(MacAddress address) => new MacTest(address);

    /// <summary>With a VLAN tag; the outer one has this number, null: any.</summary>
    public static FrameTest Vlan(int? id) => new VlanTest(id);

    /// <summary>From or to an address of a network: IP's, or for IPv4 those that ARP asks about and for.</summary>
    public static FrameTest Host(IPAddress network, int prefixLength) => new HostTest(network, prefixLength);

    /// <summary>From or to one of these ports in TCP, UDP or SCTP. Fragments but the first have no ports.</summary>
    public static FrameTest Port(int first, int last) => new PortTest(first, last);

    /// <summary>IPv4 or IPv6 with this protocol behind the extension headers, in fragments as well (IANA's numbers).</summary>
    public static FrameTest IPProtocol(byte number) => new IPProtocolTest(number);

    /// <summary>
    /// ICMP (protocol 1) or ICMPv6 (58), but of echo requests and replies only those whose payload begins with these four bytes, as a number in network byte order; null: none
    /// of them. Fragments but the first are let through.
    /// </summary>
    public static FrameTest OwnEcho(byte protocol, uint? payload) => new OwnEchoTest(protocol, payload);

    /// <summary>IEEE 802.3 with a length in place of the type, and IEEE 802.2's service access points for both ends; null: any.</summary>
    public static FrameTest LogicalLink(ushort? accessPoints) => new LogicalLinkTest(accessPoints);

    /// <summary>All of these.</summary>
    public static FrameTest All(params FrameTest[] tests) => new AllTest(tests);

    /// <summary>How far a frame has to be read before.</summary>
    internal abstract FrameDepth Depth { get; }

    /// <summary>Writes the test: it ends with a jump to one of the labels.</summary>
    internal abstract void Write(BpfAssembler to, LinkType link, BpfLabel yes, BpfLabel no);
}

/// <summary>How far a filter reads a frame before its tests: not at all, to the network header, or to the transport header.</summary>
internal enum FrameDepth
{
    Link,
    Network,
    Transport,
}
