using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using static VethLab.Linux.Packets.IcmpConstants;

namespace VethLab.Linux.Packets;

/// <summary>
/// Sends echo requests of one family and receives what comes back: over a raw socket (raw(7)), or, where CAP_NET_RAW is lacking, over
/// a ping socket (icmp(7), net.ipv4.ping_group_range), which only ever sees its own. Dispose closes it.
/// </summary>
internal sealed class EchoSocket : IDisposable
{
    private const int BufferBytes = 4 * 1024 * 1024;
    private const int SendAttempts = 4;

    private readonly FileDescriptor socket;
    private readonly bool isRaw;
    private readonly AddressFamily family;
    private readonly ushort id;
    private readonly DatagramReader reader;
    private readonly byte[] request;
    private bool isReadingErrors;

    private EchoSocket(FileDescriptor socket, bool isRaw, AddressFamily family, EchoOptions options, DatagramReader reader)
    {
        this.reader = reader;
        this.socket = socket;
        this.isRaw = isRaw;
        this.family = family;
        request = new byte[8 + options.PayloadSize];
        // As ping(8) fills it: each byte holds its offset.
        for (var i = 8; i < request.Length; i++)
            request[i] = (byte)(i - 8);
        Configure(options);
        id = BindAndChooseId(options.Source);
    }

    internal FileDescriptor Descriptor => socket;

    /// <summary>The ICMP id of its requests.</summary>
    internal ushort Id => id;

    /// <summary>A reader that has room for whatever may come.</summary>
    internal static DatagramReader NewReader() => new(65536);

    /// <exception cref="LinuxException">
    /// EPERM: neither kind of socket is permitted. EADDRNOTAVAIL: the source address is not the namespace's own.
    /// </exception>
    internal static EchoSocket Open(NamespaceHandle? there, AddressFamily family, EchoOptions options) => Open(there, family, options, NewReader());

    /// <summary>As above, with a reader that a thread has for many sockets.</summary>
    internal static EchoSocket Open(NamespaceHandle? there, AddressFamily family, EchoOptions options, DatagramReader reader)
    {
        var (socket, isRaw) = OpenSocket(there, family);
        try
        {
            return new EchoSocket(socket, isRaw, family, options, reader);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Sends a request; the payload begins with the cookie. EAGAIN and ENOBUFS: there is no room at the moment. Returns when it was sent,
    /// in nanoseconds since 1970.
    /// </summary>
    internal Errno Send(IPAddress target, ushort sequence, ReadOnlySpan<byte> cookie, out long sentAt)
    {
        var message = request.AsSpan();
        message[..8].Clear();
        message[0] = family == AddressFamily.InterNetwork ? ICMP_ECHO : ICMPV6_ECHO_REQUEST;
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], id);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], sequence);
        cookie[..Math.Min(cookie.Length, message.Length - 8)].CopyTo(message[8..]);
        // A raw IPv4 socket sends what it is given; the kernel fills in the checksum for the others.
        if (isRaw && family == AddressFamily.InterNetwork)
            BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Compute(message));

        Span<byte> buffer = stackalloc byte[InternetSocketAddress.MaximumLength];
        var address = InternetSocketAddress.Write(target, buffer);
        var errno = Errno.None;
        // A ping socket may hand out here, instead of sending, an error that an earlier request brought back. So an error counts once it
        // has come several times.
        for (var attempt = 0; attempt < (isRaw ? 1 : SendAttempts); attempt++)
        {
            sentAt = Libc.RealTimeNanoseconds();
            if (Libc.SendTo(socket, message, Libc.MSG_DONTWAIT, address) >= 0)
                return Errno.None;
            errno = (Errno)Marshal.GetLastPInvokeError();
            if (errno is Errno.EAGAIN or Errno.ENOBUFS)
                break;
        }
        sentAt = Libc.RealTimeNanoseconds();
        return errno;
    }

    /// <summary>Reads the next answer that may be ours; false when none is waiting. What is not for us is passed over.</summary>
    /// <exception cref="LinuxException">The socket cannot be read.</exception>
    internal bool TryReceive(out EchoMessage message)
    {
        while (true)
        {
            var errno = reader.Receive(socket, isReadingErrors ? Libc.MSG_ERRQUEUE : 0);
            if (errno == Errno.None)
            {
                if (TryParse(out message))
                    return true;
            }
            else if (errno == Errno.EAGAIN)
            {
                // First the answers, then the errors, and back, until both queues are empty.
                isReadingErrors = !isReadingErrors && !isRaw;
                if (isReadingErrors)
                    continue;
                message = default;
                return false;
            }
            else if (isRaw || !IsPendingError(errno))
            {
                throw new LinuxException("receive echo replies", errno);
            }
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Errors that recvmsg(2) hands out once because a request failed on its way; the error queue has the whole story.</summary>
    private static bool IsPendingError(Errno errno) => errno is Errno.EHOSTUNREACH or Errno.ENETUNREACH or Errno.ECONNREFUSED
        or Errno.EMSGSIZE or Errno.EPROTO or Errno.EACCES or Errno.EHOSTDOWN or Errno.EOPNOTSUPP or Errno.ENETDOWN
        or (Errno)92 /* ENOPROTOOPT: protocol unreachable */ or (Errno)64 /* ENONET: host isolated */;

    private bool TryParse(out EchoMessage message)
    {
        message = default;
        if (isReadingErrors)
            return TryParseQueuedError(out message);
        if (isRaw && family == AddressFamily.InterNetwork)
            return EchoPacketParser.TryParseV4(reader.Data, id, reader.Timestamp, out message);
        if (InternetSocketAddress.Read(reader.Name) is not { } source)
            return false;
        if (isRaw)
            return EchoPacketParser.TryParseV6(reader.Data, id, source, ReadTimeToLive(), reader.Timestamp, out message);
        if (reader.Data.Length < 8)
            return false;
        message = EchoPacketParser.Reply(reader.Data, source, ReadTimeToLive(), reader.Timestamp);
        return true;
    }

    /// <summary>
    /// An entry of a ping socket's error queue: the request from its ICMP header on, its destination as the address, and a struct
    /// sock_extended_err { u32 errno; u8 origin; u8 type; u8 code; u8 pad; u32 info; u32 data; } followed by the offender's address.
    /// </summary>
    private bool TryParseQueuedError(out EchoMessage message)
    {
        message = default;
        var isV4 = family == AddressFamily.InterNetwork;
        var (level, type) = isV4 ? (Libc.SOL_IP, Libc.IP_RECVERR) : (Libc.SOL_IPV6, Libc.IPV6_RECVERR);
        if (!reader.TryGetControl(level, type, out var error) || error.Length < 16)
            return false;
        // SO_EE_ORIGIN_LOCAL is what sendto(2) has returned already.
        var origin = error[4];
        if (origin is not (2 or 3) || reader.Data.Length < 8 || InternetSocketAddress.Read(reader.Name) is not { } target)
            return false;
        var mtu = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(error[8..]), int.MaxValue);
        message = new EchoMessage
        {
            IsReply = false,
            Type = error[5],
            Code = error[6],
            Target = target,
            Responder = InternetSocketAddress.Read(error[16..]),
            Sequence = EchoPacketParser.ReadSequence(reader.Data),
            Payload = reader.Data[8..],
            Mtu = mtu == 0 ? null : mtu,
            Timestamp = reader.Timestamp,
        };
        return true;
    }

    private int? ReadTimeToLive()
    {
        var (level, type) = family == AddressFamily.InterNetwork ? (Libc.SOL_IP, Libc.IP_TTL) : (Libc.SOL_IPV6, Libc.IPV6_HOPLIMIT);
        return reader.TryGetControl(level, type, out var value) && value.Length >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(value) : null;
    }

    private void Configure(EchoOptions options)
    {
        if (Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, BufferBytes) != 0)
            _ = Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUF, BufferBytes);
        // Requests that wait for their neighbour to be found count against the send buffer.
        if (Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUFFORCE, BufferBytes) != 0)
            _ = Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUF, BufferBytes);
        Set(Libc.SOL_SOCKET, Libc.SO_TIMESTAMPNS, 1);
        Set(Libc.SOL_SOCKET, Libc.SO_BROADCAST, 1);
        if (family == AddressFamily.InterNetwork)
            ConfigureV4(options);
        else
            ConfigureV6(options);
    }

    private void ConfigureV4(EchoOptions options)
    {
        Set(Libc.SOL_IP, Libc.IP_RECVTTL, 1);
        if (options.DontFragment)
            Set(Libc.SOL_IP, Libc.IP_MTU_DISCOVER, Libc.IP_PMTUDISC_DO);
        if (options.TimeToLive is { } ttl)
        {
            Set(Libc.SOL_IP, Libc.IP_TTL, ttl);
            Set(Libc.SOL_IP, Libc.IP_MULTICAST_TTL, ttl);
        }
        if (!isRaw)
        {
            Set(Libc.SOL_IP, Libc.IP_RECVERR, 1);
            return;
        }
        // struct icmp_filter { u32 data; }: a set bit keeps its type out. Errors come in as packets, those that the own kernel makes too,
        // so the error queue, which would also break later calls on the socket, is not needed.
        const int Wanted = (1 << ICMP_ECHOREPLY) | (1 << ICMP_DEST_UNREACH) | (1 << ICMP_TIME_EXCEEDED) | (1 << ICMP_PARAMETERPROB);
        Set(Libc.SOL_RAW, Libc.ICMP_FILTER, ~Wanted);
    }

    private void ConfigureV6(EchoOptions options)
    {
        Set(Libc.SOL_IPV6, Libc.IPV6_RECVHOPLIMIT, 1);
        if (options.DontFragment)
            Set(Libc.SOL_IPV6, Libc.IPV6_MTU_DISCOVER, Libc.IPV6_PMTUDISC_DO);
        if (options.TimeToLive is { } hops)
        {
            Set(Libc.SOL_IPV6, Libc.IPV6_UNICAST_HOPS, hops);
            Set(Libc.SOL_IPV6, Libc.IPV6_MULTICAST_HOPS, hops);
        }
        if (!isRaw)
        {
            Set(Libc.SOL_IPV6, Libc.IPV6_RECVERR, 1);
            return;
        }
        // struct icmp6_filter { u32 data[8]; }: one bit per type, set to keep it out.
        Span<byte> filter = stackalloc byte[32];
        filter.Fill(0xff);
        foreach (var type in (ReadOnlySpan<byte>)
            [ICMPV6_DEST_UNREACH, ICMPV6_PKT_TOOBIG, ICMPV6_TIME_EXCEED, ICMPV6_PARAMPROB, ICMPV6_ECHO_REPLY])
            filter[type / 8] &= (byte)~(1 << (type % 8));
        if (Libc.SetSocketOption(socket, Libc.SOL_ICMPV6, Libc.ICMPV6_FILTER, filter, 32) != 0)
            throw LinuxException.Last("set an ICMPv6 filter");
    }

    private void Set(int level, int name, int value)
    {
        if (Libc.SetSocketOption(socket, level, name, value) != 0)
            throw LinuxException.Last($"set option {name} of level {level} on an ICMP socket");
    }

    /// <summary>Binds to the source; a ping socket gets its ICMP id from the kernel then, as its port.</summary>
    private ushort BindAndChooseId(IPAddress? source)
    {
        Span<byte> buffer = stackalloc byte[InternetSocketAddress.MaximumLength];
        if (source is not null || !isRaw)
        {
            var any = family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;
            var address = InternetSocketAddress.Write(source ?? any, buffer);
            if (Libc.Bind(socket, address, (uint)address.Length) != 0)
                throw LinuxException.Last(source is null ? "bind a ping socket" : $"send from {source}");
        }
        if (isRaw)
            return (ushort)Random.Shared.Next(1, 0x10000);
        var length = (uint)buffer.Length;
        if (Libc.GetSocketName(socket, buffer, ref length) != 0)
            throw LinuxException.Last("read a ping socket's id");
        return InternetSocketAddress.ReadPort(buffer);
    }

    private static (FileDescriptor Socket, bool IsRaw) OpenSocket(NamespaceHandle? there, AddressFamily family)
    {
        var (domain, protocol) = family == AddressFamily.InterNetwork
            ? (Libc.AF_INET, Libc.IPPROTO_ICMP)
            : (Libc.AF_INET6, Libc.IPPROTO_ICMPV6);
        try
        {
            return (NamespaceDoor.OpenSocket(there, domain, Libc.SOCK_RAW, protocol), true);
        }
        catch (LinuxException refused) when (refused.Errno is Errno.EPERM or Errno.EACCES)
        {
            try
            {
                return (NamespaceDoor.OpenSocket(there, domain, Libc.SOCK_DGRAM, protocol), false);
            }
            catch (LinuxException alsoRefused) when (alsoRefused.Errno is Errno.EPERM or Errno.EACCES)
            {
                throw new LinuxException(
                    "open an ICMP socket",
                    refused.Errno,
                    "neither a raw socket (CAP_NET_RAW) nor a ping socket (net.ipv4.ping_group_range) is permitted");
            }
        }
    }
}
