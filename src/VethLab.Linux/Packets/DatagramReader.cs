using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>
/// Receives one datagram at a time with everything recvmsg(2) tells about it. The spans are good until the next datagram.
/// Not for two threads at once.
/// </summary>
internal sealed unsafe class DatagramReader
{
    private const int NameCapacity = 128;
    private const int ControlCapacity = 512;

    private readonly byte[] data;
    private readonly byte[] name = GC.AllocateUninitializedArray<byte>(NameCapacity, pinned: true);
    private readonly byte[] control = GC.AllocateUninitializedArray<byte>(ControlCapacity, pinned: true);
    private int nameLength;
    private int controlLength;
    private int dataLength;

    internal DatagramReader(int capacity) => data = GC.AllocateUninitializedArray<byte>(capacity, pinned: true);

    /// <summary>The datagram, as far as the capacity reached.</summary>
    internal ReadOnlySpan<byte> Data => data.AsSpan(0, dataLength);

    /// <summary>The datagram's whole length; greater than the data's where it was cut. Only where MSG_TRUNC was asked for.</summary>
    internal int OriginalLength { get; private set; }

    /// <summary>The address it came from, a struct sockaddr of the socket's family.</summary>
    internal ReadOnlySpan<byte> Name => name.AsSpan(0, nameLength);

    /// <summary>When the kernel received it (SCM_TIMESTAMPNS), in nanoseconds since 1970; the present where it did not say.</summary>
    internal long Timestamp => TryGetControl(Libc.SOL_SOCKET, Libc.SCM_TIMESTAMPNS, out var stamp) && stamp.Length >= 16
        ? (BinaryPrimitives.ReadInt64LittleEndian(stamp) * 1_000_000_000) + BinaryPrimitives.ReadInt64LittleEndian(stamp[8..])
        : Libc.RealTimeNanoseconds();

    /// <summary>Reads a datagram; never waits. EAGAIN: there is none.</summary>
    internal Errno Receive(FileDescriptor socket, int flags)
    {
        // The arrays are pinned for good, so their addresses hold.
        var vector = new Libc.IoVector { Base = Address(data), Length = (nuint)data.Length };
        var message = new Libc.MessageHeader
        {
            Name = Address(name),
            NameLength = NameCapacity,
            Vectors = &vector,
            VectorCount = 1,
            Control = Address(control),
            ControlLength = ControlCapacity,
        };
        var received = Libc.ReceiveMessage(socket, &message, flags | Libc.MSG_DONTWAIT);
        if (received < 0)
            return (Errno)Marshal.GetLastPInvokeError();
        OriginalLength = (int)received;
        dataLength = (int)Math.Min(received, data.Length);
        nameLength = (int)Math.Min(message.NameLength, NameCapacity);
        controlLength = (int)Math.Min(message.ControlLength, ControlCapacity);
        return Errno.None;
    }

    /// <summary>
    /// Finds a control message (cmsg(3)): { size_t length; int level; int type; data }, each padded to 8 bytes.
    /// </summary>
    internal bool TryGetControl(int level, int type, out ReadOnlySpan<byte> value)
    {
        const int Header = 16;
        ReadOnlySpan<byte> rest = control.AsSpan(0, controlLength);
        while (rest.Length >= Header)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(rest), (ulong)rest.Length);
            if (length < Header)
                break;
            if (BinaryPrimitives.ReadInt32LittleEndian(rest[8..]) == level && BinaryPrimitives.ReadInt32LittleEndian(rest[12..]) == type)
            {
                value = rest[Header..length];
                return true;
            }
            rest = rest[Math.Min((length + 7) & ~7, rest.Length)..];
        }
        value = default;
        return false;
    }

    private static byte* Address(byte[] pinned) => (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
}
