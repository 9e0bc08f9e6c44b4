using System.Net;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Route;

/// <summary>The kernel's answer to a <see cref="RouteQuery"/>.</summary>
/// <param name="Error">
/// None: there is a way. ENETUNREACH: no route; EINVAL: a blackhole route, or a source that the kernel does not take from there (own, or by
/// rp_filter; EXDEV before Linux 6.13); EACCES: prohibit; EHOSTUNREACH: unreachable, or the interface does not forward.
/// </param>
public sealed record RouteLookup(Errno Error)
{
    /// <summary>The way for exactly this destination: type, interface, gateway, and the source address for packets of this host.</summary>
    public RouteMessage? Way { get; init; }

    /// <summary>The route of the table that it comes from; null: there is none, or the kernel does not say.</summary>
    public RouteMessage? Match { get; init; }

    public bool IsFound => Way is not null;

    /// <summary>Whether packets are for this host itself.</summary>
    public bool IsLocal => Way?.Type == RouteType.Local;

    /// <summary>The next hop's address on the link: the gateway, or the destination itself.</summary>
    /// <param name="destination">What was asked for.</param>
    public IPAddress NextHop(IPAddress destination) => Way?.Gateway ?? destination;

    /// <summary>Whether an error is an answer, and no failure to ask.</summary>
    internal static bool IsVerdict(Errno error) =>
        error is Errno.ENETUNREACH or Errno.EHOSTUNREACH or Errno.EINVAL or Errno.EACCES or Errno.EXDEV or Errno.EADDRNOTAVAIL or Errno.ENETDOWN or Errno.EAGAIN or Errno.ESRCH;
}
