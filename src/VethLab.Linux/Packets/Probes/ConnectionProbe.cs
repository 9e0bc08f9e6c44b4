using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.Packets;

/// <summary>
/// A connection that is begun, and reset when it has come about (SO_LINGER of 0 s), so that neither end keeps it. Its port is chosen before the SYN is
/// sent. The kernel sends the SYN again by itself, after 1 s, 3 s and so on (tcp(7)).
/// </summary>
internal sealed class ConnectionProbe : PacketProbe
{
    private readonly ProbeOptions options;
    private readonly FileDescriptor socket;
    private readonly DatagramReader reader = new(1024);

    private ConnectionProbe(FileDescriptor socket, ProbeOptions options)
    {
        this.socket = socket;
        this.options = options;
        ErrorQueue.Enable(socket, options.IsV6);
        // struct linger { int on; int seconds; }
        if (Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_LINGER, [1, 0, 0, 0, 0, 0, 0, 0], 8) != 0)
            throw LinuxException.Last("let a connection be reset");
        Flow = new ProbeFlow { Kind = ProbeKind.Connection, Destination = options.Destination, Port = options.Port, OwnNumber = SourcePort.Bind(socket, options) };
    }

    public override ProbeFlow Flow { get; }

    internal override FileDescriptor Descriptor => socket;

    private protected override bool AnswersByWritable => true;

    internal static ConnectionProbe Begin(NamespaceHandle? there, ProbeOptions options)
    {
        var socket = NamespaceDoor.OpenSocket(there, options.IsV6 ? Libc.AF_INET6 : Libc.AF_INET, Libc.SOCK_STREAM | Libc.SOCK_NONBLOCK, 0);
        try
        {
            return new ConnectionProbe(socket, options);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private protected override ProbeAnswer? SendOnce()
    {
        // What is under way is sent again by the kernel itself.
        if (Sendings > 1)
            return null;
        Span<byte> buffer = stackalloc byte[InternetSocketAddress.MaximumLength];
        var address = InternetSocketAddress.Write(options.Destination, options.Port, buffer);
        if (Libc.Connect(socket, address, (uint)address.Length) == 0)
            return null;
        var errno = (Errno)Marshal.GetLastPInvokeError();
        return errno switch
        {
            Errno.EINPROGRESS => null,
            // To an address of its own namespace, all is over before connect(2) returns.
            Errno.ECONNREFUSED => Of(errno),
            _ => ErrorQueue.Next(socket, reader, options) ?? ProbeAnswer.NotSent(errno),
        };
    }

    private protected override ProbeAnswer? Receive()
    {
        Span<byte> value = stackalloc byte[4];
        uint length = 4;
        if (Libc.GetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_ERROR, value, ref length) != 0)
            throw LinuxException.Last("read a connection's state");
        return Of((Errno)BinaryPrimitives.ReadInt32LittleEndian(value));
    }

    private ProbeAnswer Of(Errno errno)
    {
        var age = Age;
        if (errno == Errno.None)
            return new ProbeAnswer { Status = EchoStatus.Success, Message = "Connection accepted", Responder = options.Destination, RoundTripTime = age };
        if (ErrorQueue.Next(socket, reader, options) is { } told)
            return told with { RoundTripTime = told.Responder is null ? null : age };
        return errno switch
        {
            Errno.ECONNREFUSED => new ProbeAnswer { Status = EchoStatus.PortUnreachable, Message = "Connection refused", Responder = options.Destination, RoundTripTime = age },
            Errno.ETIMEDOUT => new ProbeAnswer { Status = EchoStatus.TimedOut, Message = LinuxException.Describe(errno) },
            _ => ProbeAnswer.NotSent(errno) with { Errno = Errno.None },
        };
    }
}
