using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Packets;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Reachability;

/// <summary>Pings from a namespace.</summary>
public static class Ping
{
    /// <summary>Pings all targets at once; each result is handed over on the calling thread as soon as it is known.</summary>
    /// <exception cref="NetworkException">NotPermitted; InvalidAddress: the source is no address of the namespace.</exception>
    public static void Run(
        NamespaceSession session,
        IReadOnlyList<IPAddress> targets,
        EchoOptions options,
        Action<PingResult> onResult,
        CancellationToken cancellation = default) => KernelErrors.Explained(
            session.Name,
            () => IcmpEcho.Ping(session.There, targets, options, result => onResult(PingResult.From(result, session)), cancellation),
            failure => failure.Errno == Errno.EAFNOSUPPORT && targets.Any(target => target.AddressFamily == AddressFamily.InterNetworkV6)
                ? KernelFeature.IPv6.Missing(session.Name, failure)
                : failure.Errno == Errno.EADDRNOTAVAIL
                ? new NetworkException(
                    NetworkError.AddressNotFound, $"{options.Source} is no address in {session.Description}.", options.Source?.ToString(),
                    "Get-NetIPAddress lists the addresses there are.", failure)
                : null);
}
