namespace VethLab.Linux.Packets;

/// <summary>What became of one echo request (RFC 792, RFC 4443; local refusals as in errno(3)).</summary>
public enum EchoStatus
{
    /// <summary>The target answered.</summary>
    Success,

    /// <summary>Nothing came back in time.</summary>
    TimedOut,

    /// <summary>The own kernel knows no route (ENETUNREACH); nothing was sent.</summary>
    NoRoute,

    /// <summary>A firewall rule or a prohibit route of the own kernel refused it (EPERM, EACCES); nothing was sent.</summary>
    SendRefused,

    /// <summary>The own kernel could not send it for another reason; <see cref="EchoResult.Errno"/> says which.</summary>
    SendFailed,

    /// <summary>A router knows no route.</summary>
    NetworkUnreachable,

    /// <summary>
    /// Nobody answers for the target on its link; a router says so, or the own kernel once its ARP or neighbour search failed.
    /// </summary>
    HostUnreachable,

    /// <summary>The target does not speak ICMP.</summary>
    ProtocolUnreachable,

    /// <summary>A port is closed; what a "reject" rule answers by default.</summary>
    PortUnreachable,

    /// <summary>A firewall on the way forbids it.</summary>
    AdministrativelyProhibited,

    /// <summary>The time to live ended at the responder.</summary>
    TtlExpired,

    /// <summary>A fragment of the request was missing for too long.</summary>
    ReassemblyTimedOut,

    /// <summary>It may not be fragmented and is too big for a link (or, EMSGSIZE, for the first); <see cref="EchoResult.Mtu"/>.</summary>
    PacketTooBig,

    /// <summary>A header field or an option is wrong in the responder's eyes.</summary>
    ParameterProblem,

    /// <summary>Another destination unreachable message.</summary>
    DestinationUnreachable,
}
