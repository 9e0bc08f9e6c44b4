using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VethLab.Linux.Interop;

/// <summary>Sockets: socket(2), bind(2), sendto(2), recvmsg(2) and their options.</summary>
internal static partial class Libc
{
    internal const int AF_UNSPEC = 0;
    internal const int AF_INET = 2;
    internal const int AF_BRIDGE = 7;
    internal const int AF_INET6 = 10;
    internal const int AF_NETLINK = 16;
    internal const int AF_PACKET = 17;

    internal const int SOCK_STREAM = 1;
    internal const int SOCK_DGRAM = 2;
    internal const int SOCK_RAW = 3;
    internal const int SOCK_CLOEXEC = O_CLOEXEC;
    internal const int SOCK_NONBLOCK = 0x800;

    internal const int SOL_SOCKET = 1;
    internal const int SO_RCVBUF = 8;
    internal const int SO_LINGER = 13;
    internal const int SO_RCVBUFFORCE = 33;
    internal const int SO_NETNS_COOKIE = 71;
    internal const int SOL_NETLINK = 270;

    internal const int MSG_PEEK = 2;
    internal const int MSG_TRUNC = 0x20;
    internal const int MSG_DONTWAIT = 0x40;

    // int socket(int domain, int type, int protocol);
    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true), MethodImpl(Untiered)]
    internal static partial int Socket(int domain, int type, int protocol);

    // int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen);
    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(FileDescriptor socket, ReadOnlySpan<byte> address, uint length);

    // int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen);
    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(FileDescriptor socket, ReadOnlySpan<byte> address, uint length);

    // int getsockname(int sockfd, struct sockaddr *restrict addr, socklen_t *restrict addrlen);
    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    internal static partial int GetSocketName(FileDescriptor socket, Span<byte> address, ref uint length);

    // int setsockopt(int sockfd, int level, int optname, const void optval[.optlen], socklen_t optlen);
    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetSocketOption(FileDescriptor socket, int level, int name, ReadOnlySpan<byte> value, uint length);

    // int getsockopt(int sockfd, int level, int optname, void optval[restrict *.optlen], socklen_t *restrict optlen);
    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    internal static partial int GetSocketOption(FileDescriptor socket, int level, int name, Span<byte> value, ref uint length);

    // ssize_t sendto(int sockfd, const void buf[.len], size_t len, int flags, const struct sockaddr *dest_addr, socklen_t addrlen);
    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    private static partial nint SendToOnce(
        FileDescriptor socket, ReadOnlySpan<byte> buffer, nint length, int flags, ReadOnlySpan<byte> address, uint addressLength);

    // ssize_t recv(int sockfd, void buf[.len], size_t len, int flags);
    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint ReceiveOnce(FileDescriptor socket, Span<byte> buffer, nint length, int flags);

    // ssize_t recvfrom(int sockfd, void buf[restrict .len], size_t len, int flags, struct sockaddr *src_addr, socklen_t *addrlen);
    [LibraryImport("libc", EntryPoint = "recvfrom", SetLastError = true)]
    private static partial nint ReceiveFromOnce(
        FileDescriptor socket, Span<byte> buffer, nint length, int flags, Span<byte> address, ref uint addressLength);

    // ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags);
    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static unsafe partial nint ReceiveMessageOnce(FileDescriptor socket, MessageHeader* message, int flags);

    /// <summary>sendto(2), retried when a signal interrupts it. An empty address sends to the connected peer.</summary>
    internal static nint SendTo(FileDescriptor socket, ReadOnlySpan<byte> buffer, int flags, ReadOnlySpan<byte> address)
    {
        nint sent;
        do sent = SendToOnce(socket, buffer, buffer.Length, flags, address, (uint)address.Length);
        while (sent < 0 && Interrupted);
        return sent;
    }

    /// <summary>recv(2), retried when a signal interrupts it. With MSG_TRUNC the result may exceed the buffer's length.</summary>
    internal static nint Receive(FileDescriptor socket, Span<byte> buffer, int flags)
    {
        nint received;
        do received = ReceiveOnce(socket, buffer, buffer.Length, flags);
        while (received < 0 && Interrupted);
        return received;
    }

    /// <summary>recvfrom(2), retried when a signal interrupts it; the sender's address is cut to what the kernel wrote.</summary>
    internal static nint ReceiveFrom(FileDescriptor socket, Span<byte> buffer, int flags, scoped ref Span<byte> address)
    {
        var length = (uint)address.Length;
        nint received;
        do received = ReceiveFromOnce(socket, buffer, buffer.Length, flags, address, ref length);
        while (received < 0 && Interrupted);
        address = address[..(int)Math.Min(length, (uint)address.Length)];
        return received;
    }

    /// <summary>recvmsg(2), retried when a signal interrupts it.</summary>
    internal static unsafe nint ReceiveMessage(FileDescriptor socket, MessageHeader* message, int flags)
    {
        nint received;
        do received = ReceiveMessageOnce(socket, message, flags);
        while (received < 0 && Interrupted);
        return received;
    }

    /// <summary>struct msghdr on 64-bit Linux (recvmsg(2)); glibc's and musl's layouts agree there.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct MessageHeader
    {
        internal byte* Name;
        internal uint NameLength;
        internal IoVector* Vectors;
        internal nuint VectorCount;
        internal byte* Control;
        internal nuint ControlLength;
        internal int Flags;
    }

    /// <summary>struct iovec of readv(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct IoVector
    {
        internal byte* Base;
        internal nuint Length;
    }
}
