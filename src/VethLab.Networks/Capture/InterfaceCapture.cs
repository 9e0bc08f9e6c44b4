using VethLab.Linux.Interop;
using VethLab.Linux.Packets;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Capture;

/// <summary>Captures the packets of one interface, from construction on. Dispose ends it.</summary>
public sealed class InterfaceCapture : IDisposable
{
    private readonly PacketRing socket;
    private readonly StopSignal stop;
    private readonly string interfaceName;
    private readonly string? namespaceName;

    /// <summary>Starts; every packet from now on will be received.</summary>
    /// <exception cref="NetworkException">InterfaceNotFound, NotPermitted.</exception>
    public InterfaceCapture(NamespaceSession session, string interfaceName, CancellationToken cancellation)
    {
        var link = InterfaceReader.Need(session, interfaceName);
        this.interfaceName = interfaceName;
        namespaceName = session.Name;
        // As tcpdump: a bridge shows what it passes from port to port only when promiscuous.
        socket = KernelErrors.Explained(
            interfaceName, () => PacketRing.Open(link.Index, session.There, new PacketRingOptions { Promiscuous = true }),
            failure => failure.Errno == Errno.EAFNOSUPPORT ? KernelFeature.PacketSockets.Missing(interfaceName, failure) : Removed(failure));
        stop = new StopSignal(cancellation);
    }

    /// <summary>The next packet; null when the time is over or the capture was cancelled.</summary>
    /// <exception cref="NetworkException">InterfaceNotFound: the interface is gone.</exception>
    public NetPacket? Receive(TimeSpan timeout) => KernelErrors.Explained(
        interfaceName,
        () => ReceiveFrame(timeout) is { } frame ? PacketDecoder.Decode(frame, interfaceName, namespaceName) : null,
        Removed);

    private CapturedFrame? ReceiveFrame(TimeSpan timeout)
    {
        // Without a wait, what was captured until now is wanted, handed over or not.
        if (timeout == TimeSpan.Zero && !stop.IsSet)
            socket.Settle();
        return socket.Receive(timeout, stop);
    }

    private NetworkException? Removed(LinuxException failure) => failure.Errno == Errno.ENODEV
        ? new NetworkException(
            NetworkError.InterfaceNotFound, $"'{interfaceName}' was removed while it was watched.", interfaceName,
            "Get-NetInterface lists the interfaces there are; a new one of the same name is another interface.", failure)
        : null;

    /// <summary>Packets that came faster than they were received, and are lost.</summary>
    public long Dropped => KernelErrors.Explained(interfaceName, () => (long)socket.ReadStatistics().Dropped);

    public void Dispose()
    {
        stop.Dispose();
        socket.Dispose();
    }
}
