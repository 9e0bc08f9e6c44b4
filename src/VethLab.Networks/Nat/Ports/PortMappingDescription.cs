using System.Net;
using System.Net.Sockets;
using VethLab.Linux.NfTables;
using VethLab.Linux.Route;

namespace VethLab.Networks.Nat.Ports;

/// <summary>A port mapping as it is wished for, of one protocol and one family.</summary>
/// <param name="Protocol">TCP or UDP.</param>
/// <param name="Ports">What is published.</param>
/// <param name="Destination">Whom packets go to.</param>
public sealed record PortMappingDescription(PortProtocol Protocol, PortRange Ports, IPAddress Destination)
{
    /// <summary>The port there; null: the same.</summary>
    public ushort? DestinationPort { get; init; }

    /// <summary>The namespace whose address the destination is; null: not known.</summary>
    public string? DestinationNamespace { get; init; }

    /// <summary>The only address that is listened on; null: all of the namespace's own of the family.</summary>
    public IPAddress? ListenAddress { get; init; }

    /// <summary>The only interface that packets may come in by; null: any, and from the namespace itself.</summary>
    public string? InInterface { get; init; }

    internal NfFamily Family => Destination.AddressFamily == AddressFamily.InterNetwork ? NfFamily.IPv4 : NfFamily.IPv6;

    /// <summary>What tells it from all others of its family: two of one name would take each other's packets.</summary>
    public string Name => $"{(Protocol == PortProtocol.Tcp ? "tcp" : "udp")}/{(ListenAddress is { } address ? Of(address) + ":" : "")}{Ports}{(InInterface is { } name ? "%" + name : "")}";

    /// <summary>The ports that packets have once their destination is translated.</summary>
    internal PortRange DestinationPorts => DestinationPort is { } port ? new PortRange(port, port) : Ports;

    /// <summary>The address and port as nft and URLs write them.</summary>
    public string Target => DestinationPort is { } port ? $"{Of(Destination)}:{port}" : $"{Destination}";

    /// <summary>The namespace itself is meant, by a loopback address and no other.</summary>
    internal bool IsLoopbackOnly => ListenAddress is { } address && IPAddress.IsLoopback(address);

    /// <summary>Whether the namespace's own loopback addresses are meant to lead there.</summary>
    internal bool WantsLoopback => InInterface is null && (ListenAddress is null || IsLoopbackOnly);

    internal static IPPrefix LoopbackOf(NfFamily family) => family == NfFamily.IPv6 ? new IPPrefix(IPAddress.IPv6Loopback, 128) : new IPPrefix(IPAddress.Parse("127.0.0.0"), 8);

    /// <summary>Whether there are packets that both would take.</summary>
    internal bool Overlaps(PortMappingDescription other) =>
        Family == other.Family && Protocol == other.Protocol && Ports.Overlaps(other.Ports)
        && (ListenAddress is null || other.ListenAddress is null || ListenAddress.Equals(other.ListenAddress))
        && (InInterface is null || other.InInterface is null || InInterface == other.InInterface);

    private static string Of(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";
}
