using System.Runtime.InteropServices;
using System.Security.Cryptography;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.Packets;

/// <summary>UDP datagrams from one port, with a cookie at their beginning.</summary>
internal sealed class DatagramProbe : PacketProbe
{
    private readonly ProbeOptions options;
    private readonly FileDescriptor socket;
    private readonly byte[] payload;
    private readonly DatagramReader reader = new(65536);
    private bool isConnected;

    private DatagramProbe(FileDescriptor socket, ProbeOptions options)
    {
        this.socket = socket;
        this.options = options;
        payload = new byte[options.PayloadSize(ProbeFlow.CookieLength + 1)];
        var cookie = RandomNumberGenerator.GetBytes(ProbeFlow.CookieLength);
        cookie.CopyTo(payload, 0);
        ErrorQueue.Enable(socket, options.IsV6);
        if (options.DontFragment)
        {
            var (level, name, value) = options.IsV6
                ? (Libc.SOL_IPV6, Libc.IPV6_MTU_DISCOVER, Libc.IPV6_PMTUDISC_DO)
                : (Libc.SOL_IP, Libc.IP_MTU_DISCOVER, Libc.IP_PMTUDISC_DO);
            if (Libc.SetSocketOption(socket, level, name, value) != 0)
                throw LinuxException.Last("forbid fragments");
        }
        Flow = new ProbeFlow
        {
            Kind = ProbeKind.Datagram,
            Destination = options.Destination,
            Port = options.Port,
            OwnNumber = SourcePort.Bind(socket, options),
            Cookie = cookie,
        };
    }

    public override ProbeFlow Flow { get; }

    internal override FileDescriptor Descriptor => socket;

    internal static DatagramProbe Begin(NamespaceHandle? there, ProbeOptions options)
    {
        var socket = NamespaceDoor.OpenSocket(there, options.IsV6 ? Libc.AF_INET6 : Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_NONBLOCK, 0);
        try
        {
            return new DatagramProbe(socket, options);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private protected override ProbeAnswer? SendOnce()
    {
        payload[ProbeFlow.CookieLength] = (byte)Sendings;
        if (!isConnected)
        {
            Span<byte> buffer = stackalloc byte[InternetSocketAddress.MaximumLength];
            var address = InternetSocketAddress.Write(options.Destination, options.Port, buffer);
            if (Libc.Connect(socket, address, (uint)address.Length) != 0)
                return ProbeAnswer.NotSent((Errno)Marshal.GetLastPInvokeError());
            isConnected = true;
        }
        if (Libc.SendTo(socket, payload, Libc.MSG_DONTWAIT, []) >= 0)
            return null;
        var errno = (Errno)Marshal.GetLastPInvokeError();
        // What an earlier one has brought back comes first.
        if (ErrorQueue.Next(socket, reader, options) is { } told)
            return told;
        var refusal = ProbeAnswer.NotSent(errno);
        return errno == Errno.EMSGSIZE ? refusal with { Mtu = PathMtu.Read(socket, options) } : refusal;
    }

    private protected override ProbeAnswer? Receive()
    {
        if (reader.Receive(socket, 0) == Errno.None)
            return new ProbeAnswer { Status = EchoStatus.Success, Message = "Datagram", Responder = options.Destination, RoundTripTime = Age };
        return ErrorQueue.Next(socket, reader, options) is { } told ? told with { RoundTripTime = told.Responder is null ? null : Age } : null;
    }
}
