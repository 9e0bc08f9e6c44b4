using System.Buffers.Binary;
using System.Diagnostics;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.Packets;

/// <summary>
/// Receives copies of all frames of one interface (packet(7)). It stays with its interface and namespace wherever the calling thread goes.
/// Not for two threads at once, except <see cref="StopSignal"/>. Dispose closes it.
/// </summary>
public sealed class PacketSocket : IDisposable
{
    private const int EthernetHeader = 14;
    private const int TagOffset = 12;
    private const int TagLength = 4;

    // include/uapi/linux/if_arp.h
    private const ushort ARPHRD_ETHER = 1;
    private const ushort ARPHRD_LOOPBACK = 772;

    /// <summary>
    /// An interface that is removed goes down first, which wakes us; that it is gone comes after that and wakes nobody (packet_notifier in
    /// net/packet/af_packet.c). So while it is down, we look.
    /// </summary>
    private static readonly TimeSpan LookWhileDown = TimeSpan.FromMilliseconds(100);

    private readonly FileDescriptor socket;
    private readonly DatagramReader reader;
    private readonly int snapLength;
    private PacketStatistics total;
    private TimestampDemand? timestamps;
    private bool isDown;

    private PacketSocket(FileDescriptor socket, int interfaceIndex, ushort hardwareType, PacketSocketOptions options)
    {
        this.socket = socket;
        InterfaceIndex = interfaceIndex;
        HardwareType = hardwareType;
        LinkType = IsEthernet(hardwareType) ? LinkType.Ethernet : LinkType.Network;
        snapLength = options.SnapLength;
        reader = new DatagramReader(options.SnapLength);
    }

    /// <summary>The interface's number in its namespace.</summary>
    public int InterfaceIndex { get; }

    /// <summary>The interface's ARPHRD number (include/uapi/linux/if_arp.h).</summary>
    public int HardwareType { get; }

    /// <summary>What this socket's frames begin with.</summary>
    public LinkType LinkType { get; }

    internal FileDescriptor Descriptor => socket;

    /// <summary>
    /// Starts to capture. Every frame that the interface sends or receives from now on can be received, and none of other interfaces.
    /// An interface that is down is waited for. Loopback frames are seen once, when they arrive.
    /// </summary>
    /// <param name="interfaceIndex">The interface's number in that namespace.</param>
    /// <param name="there">The namespace; null: the calling thread's.</param>
    /// <param name="options">How; null: the defaults.</param>
    /// <exception cref="LinuxException">EPERM: needs CAP_NET_RAW. ENODEV: there is no such interface.</exception>
    public static PacketSocket Open(int interfaceIndex, NamespaceHandle? there = null, PacketSocketOptions? options = null)
    {
        // Number 0 would mean all interfaces.
        ArgumentOutOfRangeException.ThrowIfLessThan(interfaceIndex, 1);
        options ??= new PacketSocketOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SnapLength, EthernetHeader, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BufferBytes, 1, nameof(options));

        var socket = OpenQuiet(there, Libc.SOCK_RAW, interfaceIndex, out var hardwareType);
        // Without a known header the kernel takes it off (SOCK_DGRAM) and says what follows.
        if (!IsEthernet(hardwareType))
        {
            socket.Dispose();
            socket = OpenQuiet(there, Libc.SOCK_DGRAM, interfaceIndex, out hardwareType);
        }
        var result = new PacketSocket(socket, interfaceIndex, hardwareType, options);
        try
        {
            result.Start(options);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The next frame; null when the time is over or the signal is set. Frames that wait already are returned at once, but never after
    /// the signal.
    /// </summary>
    /// <param name="timeout">Zero: do not wait; <see cref="Timeout.InfiniteTimeSpan"/>: wait for the signal only.</param>
    /// <param name="stop">Ends the wait from another thread.</param>
    /// <exception cref="LinuxException">ENODEV: the interface is gone, or in another namespace now.</exception>
    public CapturedFrame? Receive(TimeSpan timeout, StopSignal? stop = null)
    {
        if (stop?.IsSet == true)
            return null;
        if (TryReceive(out var frame))
            return frame;
        if (timeout == TimeSpan.Zero)
            return null;
        using var waiting = stop is null ? new PollSet(socket) : new PollSet(socket, stop.Descriptor);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = timeout < TimeSpan.Zero ? timeout : timeout - Stopwatch.GetElapsedTime(started);
            if (timeout > TimeSpan.Zero && left <= TimeSpan.Zero)
                return null;
            waiting.Wait(isDown && (left < TimeSpan.Zero || left > LookWhileDown) ? LookWhileDown : left);
            if (stop?.IsSet == true)
                return null;
            if (isDown)
                ThrowIfGone();
            if (TryReceive(out frame))
                return frame;
        }
    }

    /// <summary>Counts since the socket was opened.</summary>
    /// <exception cref="LinuxException">The kernel did not tell.</exception>
    public PacketStatistics ReadStatistics()
    {
        // struct tpacket_stats { u32 packets; u32 drops; }: reading sets it to zero.
        Span<byte> statistics = stackalloc byte[8];
        uint length = 8;
        if (Libc.GetSocketOption(socket, Libc.SOL_PACKET, Libc.PACKET_STATISTICS, statistics, ref length) != 0)
            throw LinuxException.Last("read packet statistics");
        total = new PacketStatistics(
            total.Received + BinaryPrimitives.ReadUInt32LittleEndian(statistics),
            total.Dropped + BinaryPrimitives.ReadUInt32LittleEndian(statistics[4..]));
        return total;
    }

    public void Dispose()
    {
        timestamps?.Dispose();
        socket.Dispose();
    }

    private static bool IsEthernet(ushort hardwareType) => hardwareType is ARPHRD_ETHER or ARPHRD_LOOPBACK;

    /// <summary>A socket that receives nothing yet (protocol 0), so that no frame of another interface can slip in.</summary>
    private static FileDescriptor OpenQuiet(NamespaceHandle? there, int type, int interfaceIndex, out ushort hardwareType)
    {
        var socket = NamespaceDoor.OpenSocket(there, Libc.AF_PACKET, type, 0);
        try
        {
            Bind(socket, interfaceIndex, 0);
            Span<byte> address = stackalloc byte[LinkLayerSocketAddress.Length];
            ReadName(socket, address);
            hardwareType = LinkLayerSocketAddress.ReadHardwareType(address);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Bind(FileDescriptor socket, int interfaceIndex, ushort protocol)
    {
        Span<byte> address = stackalloc byte[LinkLayerSocketAddress.Length];
        LinkLayerSocketAddress.Write(address, interfaceIndex, protocol);
        if (Libc.Bind(socket, address, LinkLayerSocketAddress.Length) != 0)
            throw LinuxException.Last($"capture on interface {interfaceIndex}");
    }

    private static void ReadName(FileDescriptor socket, Span<byte> address)
    {
        // Of the 20 bytes the kernel writes as many as the hardware address is long.
        var length = (uint)address.Length;
        if (Libc.GetSocketName(socket, address, ref length) != 0)
            throw LinuxException.Last("read a packet socket's address");
    }

    private void Start(PacketSocketOptions options)
    {
        if (Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, options.BufferBytes) != 0)
            _ = Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUF, options.BufferBytes);
        if (Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_TIMESTAMPNS, 1) != 0)
            throw LinuxException.Last("have packets time-stamped");
        timestamps = new TimestampDemand();
        if (Libc.SetSocketOption(socket, Libc.SOL_PACKET, Libc.PACKET_AUXDATA, 1) != 0)
            throw LinuxException.Last("have packets' auxiliary data");
        if (options.Promiscuous)
            EnterPromiscuousMode();
        TimestampDemand.Wait();
        Bind(socket, InterfaceIndex, Libc.ETH_P_ALL);
    }

    /// <summary>struct packet_mreq { int ifindex; u16 type; u16 alen; u8 address[8]; }; it ends with the socket.</summary>
    private void EnterPromiscuousMode()
    {
        Span<byte> membership = stackalloc byte[16];
        membership.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(membership, InterfaceIndex);
        BinaryPrimitives.WriteUInt16LittleEndian(membership[4..], Libc.PACKET_MR_PROMISC);
        if (Libc.SetSocketOption(socket, Libc.SOL_PACKET, Libc.PACKET_ADD_MEMBERSHIP, membership, 16) != 0)
            throw LinuxException.Last($"set interface {InterfaceIndex} promiscuous");
    }

    private bool TryReceive(out CapturedFrame? frame)
    {
        frame = null;
        while (frame is null)
        {
            switch (reader.Receive(socket, Libc.MSG_TRUNC))
            {
                case Errno.None:
                    isDown = false;
                    frame = ReadFrame();
                    break;
                case Errno.EAGAIN:
                    return false;
                case Errno.ENETDOWN:
                    // Said once when the interface goes down. It may come up again, unless it is gone.
                    ThrowIfGone();
                    isDown = true;
                    break;
                case var errno:
                    throw new LinuxException($"capture on interface {InterfaceIndex}", errno);
            }
        }
        return true;
    }

    private void ThrowIfGone()
    {
        Span<byte> address = stackalloc byte[LinkLayerSocketAddress.Length];
        ReadName(socket, address);
        if (LinkLayerSocketAddress.ReadInterfaceIndex(address) != InterfaceIndex)
            throw new LinuxException($"capture on interface {InterfaceIndex}", Errno.ENODEV, "the interface is gone");
    }

    /// <summary>Null for what a capture leaves out.</summary>
    private CapturedFrame? ReadFrame()
    {
        var name = reader.Name;
        var direction = LinkLayerSocketAddress.ReadDirection(name);
        // What loopback sends it receives in the same moment.
        if (HardwareType == ARPHRD_LOOPBACK && direction == PacketDirection.Outgoing)
            return null;
        var auxiliary = reader.TryGetControl(Libc.SOL_PACKET, Libc.PACKET_AUXDATA, out var bytes)
            ? new PacketAuxiliaryData(bytes)
            : default;
        var tagLength = auxiliary.HasTag && LinkType == LinkType.Ethernet && reader.Data.Length >= EthernetHeader ? TagLength : 0;
        return new CapturedFrame
        {
            TimestampNanoseconds = reader.Timestamp,
            InterfaceIndex = InterfaceIndex,
            Direction = direction,
            LinkType = LinkType,
            EtherType = LinkLayerSocketAddress.ReadProtocol(name),
            Data = tagLength > 0 ? WithTag(reader.Data, auxiliary) : reader.Data.ToArray(),
            OriginalLength = reader.OriginalLength + tagLength,
            ChecksumPending = auxiliary.ChecksumPending,
        };
    }

    private byte[] WithTag(ReadOnlySpan<byte> untagged, in PacketAuxiliaryData auxiliary)
    {
        var tagged = new byte[untagged.Length + TagLength];
        untagged[..TagOffset].CopyTo(tagged);
        auxiliary.WriteTag(tagged.AsSpan(TagOffset));
        untagged[TagOffset..].CopyTo(tagged.AsSpan(TagOffset + TagLength));
        return tagged.Length <= snapLength ? tagged : tagged[..snapLength];
    }
}
