using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Paths;

namespace VethLab.Tests.Paths;

/// <summary>A server of both families in a namespace; ends with its disposal.</summary>
internal sealed class Listener : IDisposable
{
    private readonly Socket socket;

    internal Listener(NamespaceHandle there, PathProtocol protocol, int port, bool isAnswering)
    {
        var type = protocol == PathProtocol.Tcp ? Libc.SOCK_STREAM : Libc.SOCK_DGRAM;
        var descriptor = NamespaceDoor.OpenSocket(there, Libc.AF_INET6, type, 0);
        socket = new Socket(new SafeSocketHandle(descriptor.DangerousGetHandle(), ownsHandle: true));
        descriptor.SetHandleAsInvalid();
        socket.DualMode = true;
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
        if (protocol == PathProtocol.Tcp)
            socket.Listen();
        else if (isAnswering)
            Support.OwnThread.Start(Answer);
    }

    public void Dispose() => socket.Dispose();

    private void Answer()
    {
        var buffer = new byte[65536];
        EndPoint from = new IPEndPoint(IPAddress.IPv6Any, 0);
        try
        {
            while (true)
            {
                var length = socket.ReceiveFrom(buffer, ref from);
                _ = socket.SendTo(buffer, length, SocketFlags.None, from);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
