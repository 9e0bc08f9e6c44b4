using System.Net;
using VethLab.Linux.Route;

namespace VethLab.Linux.Packets;

/// <summary>
/// A message of IPv6's neighbour discovery (RFC 4861) with its options. What it has not is null. Times in seconds, except where they are said
/// to be milliseconds.
/// </summary>
public sealed record NeighborMessage
{
    /// <summary>RouterSolicitation, RouterAdvertisement, NeighborSolicitation, NeighborAdvertisement or Redirect.</summary>
    public required string Type { get; init; }

    /// <summary>The sender's link address, by an option.</summary>
    public MacAddress? SourceLinkAddress { get; internal set; }

    /// <summary>The target's link address, by an option.</summary>
    public MacAddress? TargetLinkAddress { get; internal set; }

    /// <summary>Of an advertisement: the neighbour is a router.</summary>
    public bool? IsRouter { get; init; }

    /// <summary>Of an advertisement: somebody asked for it.</summary>
    public bool? IsSolicited { get; init; }

    /// <summary>Of an advertisement: it replaces what is known.</summary>
    public bool? IsOverride { get; init; }

    /// <summary>The hop limit that hosts should use; 0 says nothing about it.</summary>
    public int? HopLimit { get; init; }

    /// <summary>Hosts get addresses by DHCPv6.</summary>
    public bool? IsManaged { get; init; }

    /// <summary>Hosts get other settings by DHCPv6.</summary>
    public bool? HasOtherConfiguration { get; init; }

    /// <summary>How long the router may be a default router; 0 is not at all.</summary>
    public int? RouterLifetime { get; init; }

    /// <summary>In milliseconds.</summary>
    public long? ReachableTime { get; init; }

    /// <summary>In milliseconds.</summary>
    public long? RetransmitTime { get; init; }

    public long? Mtu { get; internal set; }

    /// <summary>Of a router: each "prefix flags valid N preferred N", with the flags L (on this link) and A (hosts make addresses of it).</summary>
    public string[] Prefixes { get; internal set; } = [];

    /// <summary>Of a router (RFC 8106).</summary>
    public IPAddress[] NameServers { get; internal set; } = [];

    public override string ToString() => Type;
}
