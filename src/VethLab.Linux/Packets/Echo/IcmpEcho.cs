using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.Packets;

/// <summary>ICMP echo, IPv4 and IPv6, to many targets at once over one socket per family.</summary>
public static class IcmpEcho
{
    /// <summary>
    /// Sends <see cref="EchoOptions.Count"/> requests to each target and hands one result per request to
    /// <paramref name="onResult"/>, on the calling thread, in the order in which they become known. Returns when all are. What the kernel
    /// or the network refuses is a result, not an exception. Needs CAP_NET_RAW, or a group that net.ipv4.ping_group_range admits.
    /// </summary>
    /// <param name="there">The namespace to ping from; null: the calling thread's.</param>
    /// <param name="targets">IPv4 and IPv6 addresses, mixed; link-local ones with their scope id. One may occur several times.</param>
    /// <param name="options">How.</param>
    /// <param name="onResult">May throw, which ends the run and comes out of this method.</param>
    /// <param name="cancellation">Makes this method return at once; requests under way then have no result.</param>
    /// <exception cref="LinuxException">
    /// EPERM: no ICMP socket is permitted. EADDRNOTAVAIL: <see cref="EchoOptions.Source"/> is not an own address.
    /// </exception>
    /// <exception cref="ArgumentException">An option is out of range, or a target not of the source's family.</exception>
    public static void Ping(
        NamespaceHandle? there,
        IReadOnlyList<IPAddress> targets,
        EchoOptions options,
        Action<EchoResult> onResult,
        CancellationToken cancellation = default)
    {
        options.Validate(targets);
        if (targets.Count == 0 || cancellation.IsCancellationRequested)
            return;
        using var stop = new StopSignal(cancellation);
        using var v4 = OpenFor(AddressFamily.InterNetwork);
        using var v6 = OpenFor(AddressFamily.InterNetworkV6);
        FileDescriptor?[] descriptors = [stop.Descriptor, v4?.Descriptor, v6?.Descriptor];
        using var waiting = new PollSet([.. descriptors.OfType<FileDescriptor>()]);
        new EchoRun(targets, options, v4, v6, onResult).Execute(waiting, stop);

        EchoSocket? OpenFor(AddressFamily family) =>
            targets.Any(target => target.AddressFamily == family) ? EchoSocket.Open(there, family, options) : null;
    }
}
