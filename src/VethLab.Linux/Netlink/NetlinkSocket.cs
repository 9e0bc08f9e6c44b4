using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using static VethLab.Linux.Netlink.NetlinkConstants;

namespace VethLab.Linux.Netlink;

/// <summary>Makes a value of a message's body; null leaves the message out.</summary>
internal delegate T? MessageDecoder<T>(ushort type, ReadOnlySpan<byte> body) where T : class;

/// <summary>
/// A netlink socket of one family in one network namespace (netlink(7)): close-on-exec, with extended acknowledgements, strict checking
/// of dump requests and checked sequence numbers. It stays with its namespace wherever the calling thread goes. Not for two
/// threads at once. Dispose closes it.
/// </summary>
public sealed class NetlinkSocket : IDisposable
{
    /// <summary>So many lists are asked for without a pause when changes interrupt them; then with pauses of 1, 2, 4, … and at last 64 ms.</summary>
    private const int HastyDumps = 10;

    private const int LongestPauseShift = 6;

    private const int KernelAddressLength = 12;

    /// <summary>So many go out and are answered with the queues that any socket has.</summary>
    private const int FewRequests = 32;

    /// <summary>The kernel puts no more than half as much into a datagram of a list, and answers to single requests are shorter.</summary>
    private const int BufferLength = 64 * 1024;

    /// <summary>
    /// Where answers are read, by whichever socket a thread uses: one for each of a thousand sockets would be most of what a lab needs of memory. Null
    /// while one is reading.
    /// </summary>
    [ThreadStatic]
    private static byte[]? spare;

    private readonly FileDescriptor socket;
    private readonly uint port;
    private byte[] buffer = [];
    private uint sequence;
    private bool hasLargeQueues;

    /// <summary>How long a list that changes interrupt is asked for again.</summary>
    internal TimeSpan DumpPatience { get; set; } = TimeSpan.FromSeconds(10);

    private NetlinkSocket(FileDescriptor socket)
    {
        this.socket = socket;
        port = BindToKernel(socket);
    }

    /// <summary>Opens a route netlink socket in a namespace, or in the calling thread's where none is given.</summary>
    /// <exception cref="LinuxException">The namespace cannot be entered or the family is not there.</exception>
    public static NetlinkSocket OpenRoute(NamespaceHandle? there = null) => Open(NETLINK_ROUTE, there);

    /// <summary>Opens a netfilter netlink socket in a namespace, or in the calling thread's where none is given.</summary>
    /// <exception cref="LinuxException">The namespace cannot be entered or the family is not there.</exception>
    public static NetlinkSocket OpenNetfilter(NamespaceHandle? there = null) => Open(NETLINK_NETFILTER, there);

    /// <summary>Opens a socket that lists sockets (sock_diag(7)) in a namespace, or in the calling thread's where none is given.</summary>
    /// <exception cref="LinuxException">The namespace cannot be entered or the family is not there.</exception>
    public static NetlinkSocket OpenDiagnostics(NamespaceHandle? there = null) => Open(NETLINK_SOCK_DIAG, there);

    private static NetlinkSocket Open(int protocol, NamespaceHandle? there) =>
        new(NamespaceDoor.OpenSocket(there, Libc.AF_NETLINK, Libc.SOCK_RAW, protocol));

    /// <summary>Takes over a route netlink socket that was just opened.</summary>
    internal static NetlinkSocket AdoptRoute(FileDescriptor opened) => new(opened);

    /// <summary>The namespace's cookie (SO_NETNS_COOKIE, Linux 5.14), unlike an inode never used again; 0 where the kernel has none.</summary>
    public ulong NamespaceCookie
    {
        get
        {
            Span<byte> value = stackalloc byte[8];
            uint length = 8;
            return Libc.GetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_NETNS_COOKIE, value, ref length) == 0
                ? BinaryPrimitives.ReadUInt64LittleEndian(value)
                : 0;
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Sends a request that changes something and waits for its acknowledgement.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    internal void Execute(NetlinkRequest request)
    {
        using var reading = new Reading(this);
        Send(request);
        while (true)
        {
            foreach (var message in Receive(request.Operation))
            {
                if (!IsReplyTo(message, request) || message.Type != NLMSG_ERROR)
                    continue;
                ThrowIfRefused(message, request);
                return;
            }
        }
    }

    /// <summary>Sends a request for one object and returns it; null when the kernel answered with something the decoder left out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="decode">Makes the object of the answer.</param>
    /// <param name="missing">How the kernel says that there is no such object, for which null is returned.</param>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    internal T? Get<T>(NetlinkRequest request, MessageDecoder<T> decode, Errno missing = Errno.None) where T : class
    {
        using var reading = new Reading(this);
        Send(request);
        T? result = null;
        while (true)
        {
            foreach (var message in Receive(request.Operation))
            {
                if (!IsReplyTo(message, request))
                    continue;
                if (message.Type == NLMSG_ERROR)
                {
                    var error = NetlinkError.Decode(message);
                    return error.Errno == Errno.None ? result : error.Errno == missing ? null : throw error.ToException(request.Operation, request.Sequence);
                }
                if (message.Type >= NLMSG_MIN_TYPE)
                    result = decode(message.Type, message.Body) ?? result;
            }
        }
    }

    /// <summary>
    /// Sends a dump request and returns what it lists. A dump that a change interrupted (NLM_F_DUMP_INTR) is asked for again, since
    /// it may lack or repeat entries; where many make links at once each list may be interrupted for a while.
    /// </summary>
    /// <exception cref="NetlinkException">The kernel refused, or changes interrupted every attempt (EAGAIN).</exception>
    internal List<T> Dump<T>(NetlinkRequest request, MessageDecoder<T> decode) where T : class
    {
        var clock = Stopwatch.StartNew();
        var attempts = 0;
        do
        {
            if (attempts >= HastyDumps)
                Thread.Sleep(1 << Math.Min(attempts - HastyDumps, LongestPauseShift));
            if (TryDump(request, decode) is { } result)
                return result;
        }
        while (++attempts < HastyDumps || clock.Elapsed < DumpPatience);
        throw new NetlinkException(
            request.Operation, Errno.EAGAIN, $"changes interrupted the listing {attempts} times in {clock.Elapsed.TotalSeconds:0.0} s", sequence: request.Sequence);
    }

    private List<T>? TryDump<T>(NetlinkRequest request, MessageDecoder<T> decode) where T : class
    {
        using var reading = new Reading(this);
        Send(request);
        var result = new List<T>();
        var interrupted = false;
        ExceptionDispatchInfo? unreadable = null;
        while (true)
        {
            MakeRoom();
            foreach (var message in Receive(request.Operation))
            {
                if (!IsReplyTo(message, request))
                    continue;
                interrupted |= (message.Flags & NLM_F_DUMP_INTR) != 0;
                if (message.Type == NLMSG_DONE || message.Type == NLMSG_ERROR)
                {
                    ThrowIfRefused(message, request);
                    unreadable?.Throw();
                    return interrupted ? null : result;
                }
                try
                {
                    if (message.Type >= NLMSG_MIN_TYPE && decode(message.Type, message.Body) is { } value)
                        result.Add(value);
                }
                catch (InvalidDataException failure)
                {
                    // The rest is read all the same: until its end the kernel refuses this socket any other dump (EBUSY).
                    unreadable ??= ExceptionDispatchInfo.Capture(failure);
                }
            }
        }
    }

    /// <summary>
    /// Sends several requests in one datagram and returns the kernel's verdict on each that it answered, in any order. The kernel works
    /// through a datagram before sendto(2) returns, so all answers are there then: none is waited for.
    /// </summary>
    /// <exception cref="LinuxException">
    /// EMSGSIZE: more than the socket may send at once; ENOBUFS: answers were lost, and no request is known to have been refused.
    /// </exception>
    internal List<NetlinkVerdict> Exchange(IReadOnlyList<NetlinkRequest> requests)
    {
        using var reading = new Reading(this);
        if (requests.Count > FewRequests)
            EnlargeQueues();
        var first = SendTogether(requests);

        var verdicts = new List<NetlinkVerdict>();
        LinuxException? lost = null;
        while (true)
        {
            try
            {
                if (!TryReceive(requests[0].Operation, Libc.MSG_DONTWAIT, out var messages))
                    break;
                foreach (var message in messages)
                {
                    if (message.Type == NLMSG_ERROR && message.Port == port && message.Sequence - first < requests.Count)
                        verdicts.Add(new NetlinkVerdict(requests[(int)(message.Sequence - first)], NetlinkError.Decode(message)));
                }
            }
            catch (LinuxException failure) when (failure.Errno == Errno.ENOBUFS)
            {
                // What came before the buffer was full is still to be read, and the first refusal is what matters.
                lost = failure;
            }
        }
        return lost is null || verdicts.Exists(verdict => verdict.Error.Errno != Errno.None) ? verdicts : throw lost;
    }

    /// <summary>Asks for one object with each of some requests, many in a datagram. Null where the kernel refused, or the decoder left it out.</summary>
    /// <param name="requests">The requests; without NLM_F_ACK, so that each has one answer.</param>
    /// <param name="decode">Makes the object of an answer.</param>
    /// <exception cref="LinuxException">They could not be sent, or answers were lost (ENOBUFS).</exception>
    internal T?[] GetEach<T>(IReadOnlyList<NetlinkRequest> requests, MessageDecoder<T> decode) where T : class
    {
        using var reading = new Reading(this);
        var results = new T?[requests.Count];
        for (var start = 0; start < results.Length; start += FewRequests)
        {
            var some = requests.Skip(start).Take(FewRequests).ToList();
            var first = SendTogether(some);
            var left = some.Count;
            while (left > 0)
            {
                foreach (var message in Receive(some[0].Operation))
                {
                    if (message.Port != port || message.Sequence - first >= some.Count)
                        continue;
                    left--;
                    if (message.Type >= NLMSG_MIN_TYPE)
                        results[start + (int)(message.Sequence - first)] = decode(message.Type, message.Body);
                }
            }
        }
        return results;
    }

    /// <summary>Sends requests in one datagram; returns the first one's sequence number, which those of the others follow.</summary>
    private uint SendTogether(IReadOnlyList<NetlinkRequest> requests)
    {
        var datagram = new NetlinkWriter();
        var first = sequence + 1;
        foreach (var request in requests)
        {
            var bytes = request.Finish(++sequence);
            bytes.CopyTo(datagram.Append(bytes.Length));
        }
        SendDatagram(requests[0].Operation, datagram.Written);
        return first;
    }

    /// <summary>A socket's reading, with the thread's buffer; a decoder that asks another socket meanwhile has that read with another.</summary>
    private readonly ref struct Reading
    {
        private readonly NetlinkSocket socket;

        internal Reading(NetlinkSocket socket)
        {
            this.socket = socket;
            socket.buffer = spare ?? new byte[BufferLength];
            spare = null;
        }

        public void Dispose()
        {
            spare = socket.buffer;
            socket.buffer = [];
        }
    }

    private void Send(NetlinkRequest request) => SendDatagram(request.Operation, request.Finish(++sequence));

    private void SendDatagram(string operation, ReadOnlySpan<byte> datagram)
    {
        Span<byte> kernel = stackalloc byte[KernelAddressLength];
        KernelAddress(kernel);
        if (Libc.SendTo(socket, datagram, 0, kernel) < 0)
            throw LinuxException.Last(operation);
    }

    private NetlinkMessages Receive(string operation)
    {
        _ = TryReceive(operation, 0, out var messages);
        return messages;
    }

    /// <summary>
    /// Asks how long the next datagram is and makes the buffer as large: there are lists of which one element alone is larger than all else that the
    /// kernel answers.
    /// </summary>
    private void MakeRoom()
    {
        var size = Libc.Receive(socket, [], Libc.MSG_PEEK | Libc.MSG_TRUNC);
        if (size > buffer.Length)
            buffer = new byte[size];
    }

    /// <summary>Reads one datagram. No messages where it is not from the kernel: other processes may send to this port too.</summary>
    private bool TryReceive(string operation, int flags, out NetlinkMessages messages)
    {
        messages = default;
        Span<byte> sender = stackalloc byte[KernelAddressLength];
        var received = Libc.ReceiveFrom(socket, buffer, flags | Libc.MSG_TRUNC, ref sender);
        if (received < 0)
        {
            return flags == Libc.MSG_DONTWAIT && Marshal.GetLastPInvokeError() == (int)Errno.EAGAIN ? false : throw LinuxException.Last(operation);
        }
        var isFromKernel = sender.Length == KernelAddressLength && BinaryPrimitives.ReadUInt32LittleEndian(sender[4..]) == 0;
        if (!isFromKernel)
            return true;
        if (received > buffer.Length)
            throw new LinuxException(operation, Errno.EMSGSIZE, "a netlink answer was cut off");
        messages = new NetlinkMessages(buffer.AsSpan(0, (int)received));
        return true;
    }

    private bool IsReplyTo(in NetlinkMessage message, NetlinkRequest request) =>
        message.Sequence == request.Sequence && message.Port == port;

    private static void ThrowIfRefused(in NetlinkMessage message, NetlinkRequest request)
    {
        var error = NetlinkError.Decode(message);
        if (error.Errno != Errno.None)
            throw error.ToException(request.Operation, request.Sequence);
    }

    /// <summary>Binds to a port that the kernel chooses, and returns it: answers carry it.</summary>
    private static uint BindToKernel(FileDescriptor socket)
    {
        Span<byte> address = stackalloc byte[KernelAddressLength];
        KernelAddress(address);
        if (Libc.Bind(socket, address, KernelAddressLength) != 0)
            throw LinuxException.Last("bind a netlink socket");
        uint length = KernelAddressLength;
        if (Libc.GetSocketName(socket, address, ref length) != 0)
            throw LinuxException.Last("read a netlink socket's address");

        // Kernels that lack one of these answer a little less clearly, and that is all.
        Span<byte> on = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(on, 1);
        _ = Libc.SetSocketOption(socket, Libc.SOL_NETLINK, NETLINK_EXT_ACK, on, 4);
        _ = Libc.SetSocketOption(socket, Libc.SOL_NETLINK, NETLINK_CAP_ACK, on, 4);
        _ = Libc.SetSocketOption(socket, Libc.SOL_NETLINK, NETLINK_GET_STRICT_CHK, on, 4);
        return BinaryPrimitives.ReadUInt32LittleEndian(address[4..]);
    }

    /// <summary>
    /// A batch goes out in one datagram, and all its answers wait here at once: room for some thousands. Without CAP_NET_ADMIN in the first user
    /// namespace the room is what net.core.wmem_max and rmem_max allow.
    /// </summary>
    private void EnlargeQueues()
    {
        if (hasLargeQueues)
            return;
        hasLargeQueues = true;
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, 4 * 1024 * 1024);
        if (Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, size, 4) != 0)
            _ = Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUF, size, 4);
        if (Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUFFORCE, size, 4) != 0)
            _ = Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUF, size, 4);
    }

    /// <summary>struct sockaddr_nl { u16 family; u16 pad; u32 port; u32 groups; }, port 0: the kernel.</summary>
    private static void KernelAddress(Span<byte> address)
    {
        address.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(address, Libc.AF_NETLINK);
    }
}
