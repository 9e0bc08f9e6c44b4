using System.Net;
using VethLab.Linux.Route;

namespace VethLab.Linux.Packets;

/// <summary>A DHCP message (RFC 2131, options by RFC 2132), or one of BOOTP, which has no type. What it has not is null.</summary>
public sealed record DhcpMessage
{
    /// <summary>Discover, Offer, Request, Decline, Ack, Nak, Release, Inform, or the type's number.</summary>
    public string? Type { get; internal set; }

    /// <summary>From the client to the server.</summary>
    public required bool IsRequest { get; init; }

    /// <summary>What all messages of one exchange share.</summary>
    public required uint TransactionId { get; init; }

    public MacAddress? ClientMac { get; init; }

    /// <summary>The address that the client has already.</summary>
    public IPAddress? ClientAddress { get; init; }

    /// <summary>The address that the client gets.</summary>
    public IPAddress? YourAddress { get; init; }

    /// <summary>Of the relay agent that passed it on.</summary>
    public IPAddress? RelayAddress { get; init; }

    /// <summary>Seconds since the client began.</summary>
    public required int ElapsedSeconds { get; init; }

    public IPAddress? RequestedAddress { get; internal set; }

    public IPAddress? ServerAddress { get; internal set; }

    public IPAddress? SubnetMask { get; internal set; }

    public IPAddress[] Routers { get; internal set; } = [];

    public IPAddress[] NameServers { get; internal set; } = [];

    /// <summary>In seconds.</summary>
    public uint? LeaseTime { get; internal set; }

    public string? HostName { get; internal set; }

    public string? DomainName { get; internal set; }

    /// <summary>In hexadecimal, type first.</summary>
    public string? ClientId { get; internal set; }

    /// <summary>Numbers of the options that the client asks for.</summary>
    public int[] RequestedOptions { get; internal set; } = [];

    /// <summary>Why not.</summary>
    public string? Message { get; internal set; }

    public override string ToString() => $"{Type ?? (IsRequest ? "BOOTP request" : "BOOTP reply")}{(YourAddress is null ? "" : $" {YourAddress}")}";
}
