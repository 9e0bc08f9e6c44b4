using System.Buffers.Binary;
using System.Diagnostics;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.Packets;

/// <summary>
/// Copies of all frames of one interface, in memory that is shared with the kernel (packet(7), PACKET_RX_RING, TPACKET_V3): the kernel fills blocks
/// and hands them over when they are full or a while old. It stays with its interface and namespace wherever the calling thread goes. Not for two
/// threads at once, except <see cref="StopSignal"/>. Dispose closes it.
/// </summary>
public sealed class PacketRing : IDisposable
{
    /// <summary>
    /// An interface that is removed goes down first, which wakes us; that it is gone comes after that and wakes nobody (packet_notifier in
    /// net/packet/af_packet.c). So while it is down, we look.
    /// </summary>
    internal static readonly TimeSpan LookWhileDown = TimeSpan.FromMilliseconds(100);

    private readonly FileDescriptor socket;
    private readonly PacketRingOptions options;
    private readonly RingGeometry geometry;
    private readonly MappedMemory memory;
    private int blockIndex;
    private int left;
    private bool holdsBlock;
    private RingFrame frame;
    private PacketStatistics total;
    private long downSince;

    private PacketRing(FileDescriptor socket, int interfaceIndex, ushort hardwareType, PacketRingOptions options)
    {
        this.socket = socket;
        this.options = options;
        InterfaceIndex = interfaceIndex;
        HardwareType = hardwareType;
        LinkType = LinkSocket.IsEthernet(hardwareType) ? LinkType.Ethernet : LinkType.Network;
        if (Libc.SetSocketOption(socket, Libc.SOL_PACKET, Libc.PACKET_VERSION, Libc.TPACKET_V3) != 0)
            throw LinuxException.Last("capture with TPACKET_V3");
        geometry = MakeRing();
        memory = new MappedMemory(socket, (nuint)geometry.Length);
    }

    /// <summary>The interface's number in its namespace.</summary>
    public int InterfaceIndex { get; }

    /// <summary>The interface's ARPHRD number (include/uapi/linux/if_arp.h).</summary>
    public int HardwareType { get; }

    /// <summary>What this ring's frames begin with.</summary>
    public LinkType LinkType { get; }

    /// <summary>Bits per second of an interface in this ring's namespace; null: it does not say.</summary>
    public long? ReadSpeed(string interfaceName) => LinkSpeed.Read(socket, interfaceName);

    /// <summary>Bytes of memory that it takes.</summary>
    public int BufferBytes => geometry.Length;

    /// <summary>The interface went down, and has received nothing since.</summary>
    internal bool IsDown { get; private set; }

    internal FileDescriptor Descriptor => socket;

    /// <summary>
    /// Starts to capture. Every frame that the interface sends or receives from now on and that the filter lets through can be read, and none else.
    /// An interface that is down is waited for. Loopback frames are seen once, when they arrive.
    /// </summary>
    /// <param name="interfaceIndex">The interface's number in that namespace.</param>
    /// <param name="there">The namespace; null: the calling thread's.</param>
    /// <param name="options">How; null: the defaults.</param>
    /// <exception cref="LinuxException">EPERM: needs CAP_NET_RAW. ENODEV: there is no such interface. ENOMEM: not even for the smallest ring.</exception>
    public static PacketRing Open(int interfaceIndex, NamespaceHandle? there = null, PacketRingOptions? options = null)
    {
        // Number 0 would mean all interfaces.
        ArgumentOutOfRangeException.ThrowIfLessThan(interfaceIndex, 1);
        options ??= new PacketRingOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SnapLength, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BufferBytes, 1, nameof(options));

        var socket = LinkSocket.OpenQuiet(there, interfaceIndex, out var hardwareType);
        PacketRing? ring = null;
        try
        {
            var linkType = LinkSocket.IsEthernet(hardwareType) ? LinkType.Ethernet : LinkType.Network;
            (options.FilterOf?.Invoke(linkType) ?? BpfProgram.AcceptAll(options.SnapLength)).Attach(socket);
            ring = new PacketRing(socket, interfaceIndex, hardwareType, options);
            ring.Start();
            return ring;
        }
        catch
        {
            ring?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The next frame; null when the time is over or the signal is set. Frames that were handed over already are returned at once, but never after the
    /// signal.
    /// </summary>
    /// <param name="timeout">Zero: do not wait; <see cref="Timeout.InfiniteTimeSpan"/>: wait for the signal only.</param>
    /// <param name="stop">Ends the wait from another thread.</param>
    /// <exception cref="LinuxException">ENODEV: the interface is gone, or in another namespace now.</exception>
    public CapturedFrame? Receive(TimeSpan timeout, StopSignal? stop = null)
    {
        if (stop?.IsSet == true)
            return null;
        if (TryReceive() is { } waiting)
            return waiting;
        if (timeout == TimeSpan.Zero)
        {
            CheckInterface();
            return null;
        }
        using var poll = stop is null ? new PollSet(socket) : new PollSet(socket, stop.Descriptor);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = timeout < TimeSpan.Zero ? timeout : timeout - Stopwatch.GetElapsedTime(started);
            if (timeout > TimeSpan.Zero && left <= TimeSpan.Zero)
                return null;
            poll.Wait(IsDown && (left < TimeSpan.Zero || left > LookWhileDown) ? LookWhileDown : left);
            if (stop?.IsSet == true)
                return null;
            // What the kernel holds back comes before what may be wrong with the interface.
            if (poll.IsReady(0))
                Settle();
            if (TryReceive() is { } frame)
                return frame;
            CheckInterface();
        }
    }

    /// <summary>
    /// Waits, a few block timeouts at most, until the earliest frame that was captured so far and not read can be read. To be called before every read
    /// that shall not miss what the kernel still holds back.
    /// </summary>
    public void Settle()
    {
        for (var tries = 0; !TryPeek() && HasPending && tries < 100; tries++)
            Thread.Sleep(Math.Max(1, (int)options.BlockTimeout.TotalMilliseconds / 10));
    }

    /// <summary>Captures nothing more. What was captured until now can be read, after <see cref="Settle"/>.</summary>
    public void StopCapturing()
    {
        // An interface that is gone cannot be bound to, and sends nothing.
        if (LinkSocket.IsBoundTo(socket, InterfaceIndex))
            LinkSocket.Bind(socket, InterfaceIndex, 0);
    }

    /// <summary>Counts since the ring was opened.</summary>
    /// <exception cref="LinuxException">The kernel did not tell.</exception>
    public PacketStatistics ReadStatistics()
    {
        // struct tpacket_stats_v3 { u32 packets; u32 drops; u32 freeze_q_cnt; }: reading sets it to zero.
        Span<byte> statistics = stackalloc byte[12];
        uint length = 12;
        if (Libc.GetSocketOption(socket, Libc.SOL_PACKET, Libc.PACKET_STATISTICS, statistics, ref length) != 0)
            throw LinuxException.Last("read packet statistics");
        total = new PacketStatistics(
            total.Received + BinaryPrimitives.ReadUInt32LittleEndian(statistics),
            total.Dropped + BinaryPrimitives.ReadUInt32LittleEndian(statistics[4..]));
        return total;
    }

    /// <summary>Whether a frame can be looked at; where its block is used up, goes on to the next one that the kernel has handed over.</summary>
    internal bool TryPeek()
    {
        while (left == 0)
        {
            if (holdsBlock)
                ReleaseBlock();
            if (!Block.IsReady)
                return false;
            holdsBlock = true;
            left = Block.Count;
            unsafe
            {
                frame = new RingFrame(Block.First);
            }
            // What it received before it went down may be handed over after that.
            IsDown &= frame.TimestampNanoseconds <= downSince;
        }
        return true;
    }

    /// <summary>The time stamp of the frame that is looked at.</summary>
    internal long PeekedTimestamp => frame.TimestampNanoseconds;

    /// <summary>The frame that is looked at; good until <see cref="Advance"/> and the <see cref="TryPeek"/> after it.</summary>
    internal FrameView Peeked => frame.View(LinkType);

    internal void Advance()
    {
        if (--left > 0)
            frame = frame.Next;
    }

    /// <summary>
    /// Whether the kernel holds frames back in a block that it fills. If not, every later frame gets a time stamp not before this moment, since the
    /// kernel makes room for a frame before it stamps it (tpacket_rcv in net/packet/af_packet.c).
    /// </summary>
    internal bool HasPending => !Block.IsReady && Block.Count > 0;

    /// <summary>To be called where there is nothing to read: finds out whether the interface went down, or away.</summary>
    /// <exception cref="LinuxException">ENODEV: the interface is gone, or in another namespace now.</exception>
    internal void CheckInterface()
    {
        Span<byte> error = stackalloc byte[4];
        uint length = 4;
        if (Libc.GetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_ERROR, error, ref length) != 0)
            throw LinuxException.Last($"capture on interface {InterfaceIndex}");
        var errno = (Errno)BinaryPrimitives.ReadInt32LittleEndian(error);
        // Said once when the interface goes down. It may come up again, unless it is gone.
        if (errno == Errno.ENETDOWN)
            (IsDown, downSince) = (true, Libc.RealTimeNanoseconds());
        else if (errno != Errno.None)
            throw new LinuxException($"capture on interface {InterfaceIndex}", errno);
        if (IsDown && !LinkSocket.IsBoundTo(socket, InterfaceIndex))
            throw new LinuxException($"capture on interface {InterfaceIndex}", Errno.ENODEV, "the interface is gone");
    }

    public void Dispose()
    {
        memory.Dispose();
        socket.Dispose();
    }

    private unsafe RingBlock Block => new(memory.Start + ((long)blockIndex * geometry.BlockSize));

    private void ReleaseBlock()
    {
        Block.Release();
        holdsBlock = false;
        blockIndex = (blockIndex + 1) % geometry.BlockCount;
    }

    private CapturedFrame? TryReceive()
    {
        if (!TryPeek())
            return null;
        var received = Peeked.ToFrame(InterfaceIndex, LinkType);
        Advance();
        return received;
    }

    private RingGeometry MakeRing()
    {
        Span<byte> request = stackalloc byte[RingGeometry.RequestLength];
        RingGeometry? shape = RingGeometry.For(options.BufferBytes);
        while (true)
        {
            shape.Value.WriteRequest(request, options.BlockTimeout);
            if (Libc.SetSocketOption(socket, Libc.SOL_PACKET, Libc.PACKET_RX_RING, request, RingGeometry.RequestLength) == 0)
                return shape.Value;
            var failure = LinuxException.Last("make a ring for packets");
            shape = failure.Errno == Errno.ENOMEM ? shape.Value.Halve() : null;
            if (shape is null)
                throw failure;
        }
    }

    private void Start()
    {
        // What loopback sends it receives in the same moment.
        if (HardwareType == LinkSocket.ARPHRD_LOOPBACK && Libc.SetSocketOption(socket, Libc.SOL_PACKET, Libc.PACKET_IGNORE_OUTGOING, 1) != 0)
            throw LinuxException.Last("leave out what loopback sends");
        if (options.Promiscuous)
            LinkSocket.EnterPromiscuousMode(socket, InterfaceIndex);
        LinkSocket.Bind(socket, InterfaceIndex, Libc.ETH_P_ALL);
    }
}
