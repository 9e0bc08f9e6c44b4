using System.Net;

namespace VethLab.Linux.Packets;

/// <summary>What is known of a probe's packets before they are sent: by these they are found again, wherever and however translated.</summary>
public sealed record ProbeFlow
{
    /// <summary>Bytes of a cookie.</summary>
    public const int CookieLength = 8;

    public required ProbeKind Kind { get; init; }

    public required IPAddress Destination { get; init; }

    /// <summary>The destination port; 0 with echo.</summary>
    public ushort Port { get; init; }

    /// <summary>The port that it is sent from; of echo, the id.</summary>
    public required ushort OwnNumber { get; init; }

    /// <summary>Begins the payload; no other packet of anybody does so. Empty for a SYN, which has none.</summary>
    public byte[] Cookie { get; init; } = [];

    /// <summary>Number of the protocol that IP carries (IANA).</summary>
    public byte ProtocolNumber => (Kind, Destination.AddressFamily) switch
    {
        (ProbeKind.Connection, _) => 6,
        (ProbeKind.Datagram, _) => 17,
        (_, System.Net.Sockets.AddressFamily.InterNetworkV6) => 58,
        _ => 1,
    };
}
