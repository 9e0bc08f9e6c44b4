using System.Globalization;
using VethLab.Linux.Route;

namespace VethLab.Linux.Packets;

/// <summary>What a bridge says in the spanning tree protocol (IEEE 802.1D-2004 clause 9). Times in seconds.</summary>
public sealed record SpanningTreeMessage
{
    /// <summary>802.1d, 802.1w (rapid), 802.1s (multiple), 802.1aq, or the version's number.</summary>
    public required string Version { get; init; }

    /// <summary>Config, Rapid STP, Topology Change, or the type's number.</summary>
    public required string Type { get; init; }

    /// <summary>Of the flags: 1 topology change, 2 proposal, 12 role of the port, 16 learning, 32 forwarding, 64 agreement, 128 change acknowledged.</summary>
    public int? Flags { get; init; }

    /// <summary>The bridge taken for the root: priority in hexadecimal, a dot, its MAC address.</summary>
    public string? RootId { get; init; }

    /// <summary>What the way to the root costs.</summary>
    public long? RootPathCost { get; init; }

    /// <summary>The bridge that says so, written as the root.</summary>
    public string? BridgeId { get; init; }

    /// <summary>Its port: priority and number.</summary>
    public int? PortId { get; init; }

    public double? MessageAge { get; init; }

    public double? MaximumAge { get; init; }

    public double? HelloTime { get; init; }

    public double? ForwardDelay { get; init; }

    public override string ToString() => BridgeId is null ? $"{Version} {Type}" : $"{Version} {Type} of {BridgeId}, root {RootId}";

    /// <summary>be16 priority; u8 address[6].</summary>
    internal static string Bridge(PacketReading reading, Layer layer, int offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{reading.UInt16(layer, offset):x4}.{reading.Mac(layer, offset + 2)}");
}
