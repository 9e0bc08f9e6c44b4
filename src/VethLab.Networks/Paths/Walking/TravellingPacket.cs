using System.Net;
using System.Net.Sockets;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>The packet that is walked with, as it is where it has got to.</summary>
internal sealed class TravellingPacket
{
    private const int SmallSize = 84;
    private const byte SYN = 2;
    private const byte ACK = 16;

    internal required PacketDescription Header { get; set; }

    /// <summary>Bytes of the largest piece: fragmentation makes it smaller.</summary>
    internal int Size { get; set; } = SmallSize;

    internal bool DontFragment { get; init; }

    internal AddressFamily Family => Header.Family == NfFamily.IPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;

    internal IPAddress Source => Header.Source!;

    internal IPAddress Destination => Header.Destination!;

    /// <summary>Whether a translation that cannot be told has left an address open.</summary>
    internal bool IsUnknown => Header.Source is null || Header.Destination is null;

    internal static TravellingPacket Asking(PathQuestion question) => new()
    {
        Header = Of(question.Destination.AddressFamily, question.Protocol) with
        {
            Source = question.Source,
            Destination = PathSpace.Plain(question.Destination),
            DestinationPort = question.Protocol == PathProtocol.Icmp ? null : question.Port,
            IcmpType = question.Protocol == PathProtocol.Icmp ? (byte)(IsV6(question) ? 128 : 8) : null,
            TcpFlags = question.Protocol == PathProtocol.Tcp ? SYN : null,
            State = FlowState.New,
        },
        Size = question.PacketSize ?? SmallSize,
        DontFragment = question.DontFragment,
    };

    /// <summary>What answers this packet where it has arrived. The kernel does not forbid to fragment echo replies.</summary>
    internal TravellingPacket Answer(PathQuestion question) => new()
    {
        Header = Of(question.Destination.AddressFamily, question.Protocol) with
        {
            Source = Header.Destination,
            Destination = Header.Source,
            SourcePort = Header.DestinationPort,
            DestinationPort = Header.SourcePort,
            IcmpType = question.Protocol == PathProtocol.Icmp ? (byte)(IsV6(question) ? 129 : 0) : null,
            TcpFlags = question.Protocol == PathProtocol.Tcp ? SYN | ACK : null,
            State = FlowState.Established,
        },
        Size = question.Protocol == PathProtocol.Icmp ? question.PacketSize ?? SmallSize : SmallSize,
    };

    private static bool IsV6(PathQuestion question) => question.Destination.AddressFamily == AddressFamily.InterNetworkV6;

    private static PacketDescription Of(AddressFamily family, PathProtocol protocol) => new()
    {
        Family = family == AddressFamily.InterNetworkV6 ? NfFamily.IPv6 : NfFamily.IPv4,
        Protocol = protocol switch
        {
            PathProtocol.Tcp => 6,
            PathProtocol.Udp => 17,
            _ => family == AddressFamily.InterNetworkV6 ? (byte)58 : (byte)1,
        },
        IcmpCode = protocol == PathProtocol.Icmp ? (byte)0 : null,
        Mark = 0,
        FlowMark = 0,
    };

    /// <summary>What a lookup of its way is asked with.</summary>
    internal RouteQuery Query => new(Destination) { Source = Header.Source, Mark = Header.Mark ?? 0 };

    public override string ToString() => $"{Header.Source} → {Header.Destination}";
}
