using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Packets;

namespace VethLab.Wire;

/// <summary>Has two namespaces talk to each other, and takes a frame of each protocol off the wire.</summary>
internal static class PacketRecorder
{
    private const ushort EveryProtocol = 0x0300, PacketTypeIPv4 = 0x0800;       // ETH_P_ALL, in network order
    private const int DnsPort = 53, TcpPort = 4001;

    /// <summary>www.example.com A: a query's answer with an alias and two addresses (RFC 1035, 4.1).</summary>
    private static readonly byte[] Answer = Convert.FromHexString(
        "4a1b81800001000300000000" + "03777777076578616d706c6503636f6d0000010001"
        + "c00c000500010000007800060363646ec010" + "c02d000100010000003c0004c6336405" + "c02d000100010000003c0004c6336406");

    internal static IEnumerable<RecordedPacket> Record(WireLab lab)
    {
        using var wire = NamespaceDoor.OpenSocket(lab.Space, Libc.AF_PACKET, Libc.SOCK_RAW, EveryProtocol);
        Talk(lab);
        var frames = Receive(wire);
        yield return Of("ARP", packet => packet.Protocol == "ARP");
        yield return Of("ICMP", packet => packet.Protocol == "ICMP");
        yield return Of("TCP, its SYN", packet => packet.Protocol == "TCP");
        yield return Of("DNS, an answer", packet => packet.Dns is not null);

        RecordedPacket Of(string name, Predicate<NetPacket> isIt) => new(
            name, frames.Find(frame => isIt(PacketDecoder.Decode(frame, RecordedPacket.Link))) ?? throw new InvalidOperationException($"{name}: not seen."));
    }

    /// <summary>A ping, a connection, and a DNS answer; the first of them has ARP ask.</summary>
    private static void Talk(WireLab lab)
    {
        using var ping = Open(lab.Space, SocketType.Raw, ProtocolType.Icmp);
        byte[] echo = [8, 0, 0, 0, 0x12, 0x34, 0, 1, .. new byte[56]];
        BinaryPrimitives.WriteUInt16BigEndian(echo.AsSpan(2), InternetChecksum.Compute(echo));
        ping.SendTo(echo, new IPEndPoint(WireLab.There, 0));

        using var listener = Open(lab.Beyond, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, TcpPort));
        listener.Listen();
        using var connection = Open(lab.Space, SocketType.Stream, ProtocolType.Tcp);
        connection.Connect(WireLab.There, TcpPort);

        using var server = Open(lab.Beyond, SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.Any, DnsPort));
        server.SendTo(Answer, new IPEndPoint(WireLab.Here, 5353));
    }

    private static Socket Open(NamespaceHandle there, SocketType type, ProtocolType protocol)
    {
        using var opened = NamespaceDoor.OpenSocket(there, Libc.AF_INET, (int)type, (int)protocol);
        var socket = new Socket(new SafeSocketHandle(opened.DangerousGetHandle(), ownsHandle: true));
        opened.SetHandleAsInvalid();
        return socket;
    }

    /// <summary>What comes until nothing does for a while.</summary>
    private static List<CapturedFrame> Receive(FileDescriptor wire)
    {
        var frames = new List<CapturedFrame>();
        var buffer = new byte[2048];
        for (var clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < 300;)
        {
            var length = (int)Libc.Receive(wire, buffer, Libc.MSG_DONTWAIT);
            if (length <= 0)
            {
                Thread.Sleep(10);
                continue;
            }
            frames.Add(new CapturedFrame
            {
                TimestampNanoseconds = 1,
                InterfaceIndex = RecordedPacket.Link.Index,
                Direction = PacketDirection.Incoming,
                LinkType = LinkType.Ethernet,
                EtherType = PacketTypeIPv4,
                Data = buffer[..length],
                OriginalLength = length,
            });
        }
        return frames;
    }
}
