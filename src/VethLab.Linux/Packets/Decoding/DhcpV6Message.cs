using System.Net;

namespace VethLab.Linux.Packets;

/// <summary>A DHCPv6 message (RFC 8415). What it has not is null or empty.</summary>
public sealed record DhcpV6Message
{
    /// <summary>Solicit, Advertise, Request, Confirm, Renew, Rebind, Reply, Release, Decline, Reconfigure, InformationRequest, RelayForward, RelayReply, or a number.</summary>
    public required string Type { get; init; }

    /// <summary>What all messages of one exchange share; relays have none.</summary>
    public int? TransactionId { get; init; }

    /// <summary>Of a relay: how many relays it has passed.</summary>
    public int? HopCount { get; init; }

    /// <summary>Of a relay: an address on the client's link.</summary>
    public IPAddress? LinkAddress { get; init; }

    /// <summary>Of a relay: whom it has the message from.</summary>
    public IPAddress? PeerAddress { get; init; }

    /// <summary>The client's DUID in hexadecimal.</summary>
    public string? ClientId { get; internal set; }

    /// <summary>The server's DUID in hexadecimal.</summary>
    public string? ServerId { get; internal set; }

    /// <summary>Addresses asked for or given.</summary>
    public IPAddress[] Addresses { get; internal set; } = [];

    public IPAddress[] NameServers { get; internal set; } = [];

    /// <summary>0 is success, 1 unspecified failure, 2 no addresses available.</summary>
    public int? StatusCode { get; internal set; }

    public override string ToString() => Type;
}
