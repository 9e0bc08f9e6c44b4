using System.Globalization;

namespace VethLab.Linux.Packets;

/// <summary>
/// STP and RSTP (IEEE 802.1D-2004 clause 9.3): be16 protocol = 0; u8 version; u8 type; then, except for topology changes, u8 flags;
/// u8 root[8]; be32 cost; u8 bridge[8]; be16 port; be16 age; be16 maximum age; be16 hello; be16 forward delay, times in 1/256 s.
/// </summary>
internal static class SpanningTreeDecoder
{
    private const int Header = 4;
    private const int Configuration = 35;
    private const byte ConfigurationType = 0;
    private const byte RapidType = 2;
    private const byte TopologyChangeType = 0x80;

    private static readonly (int Flag, string Name)[] Flags =
    [
        (0x01, "Topology change"), (0x02, "Proposal"), (0x10, "Learn"), (0x20, "Forward"), (0x40, "Agreement"), (0x80, "Topology change ACK"),
    ];

    internal static void Decode(PacketReading reading, Layer layer)
    {
        reading.Packet.Protocol = "STP";
        reading.Append("STP ");
        if (!reading.Has(layer, Header, "stp"))
            return;
        if (reading.UInt16(layer, 0) != 0)
        {
            reading.GiveUp(layer, "stp", $"protocol {reading.UInt16(layer, 0)} is no spanning tree");
            return;
        }
        var type = reading.Byte(layer, 3);
        var message = new SpanningTreeMessage { Version = Version(reading.Byte(layer, 2)), Type = Type(type) };
        reading.Packet.SpanningTree = message;
        reading.Append($"{message.Version}, {message.Type}");
        if (type is ConfigurationType or RapidType)
        {
            reading.Append(", ");
            if (!reading.Has(layer, Configuration, "stp"))
                return;
            reading.Packet.SpanningTree = ReadConfiguration(reading, layer, message);
            reading.Append($"Flags [{FlagNames(reading.Byte(layer, 4))}], bridge-id {SpanningTreeMessage.Bridge(reading, layer, 17)}");
            reading.Append($".{reading.UInt16(layer, 25):x4}, length {layer.Length}");
        }
    }

    private static SpanningTreeMessage ReadConfiguration(PacketReading reading, Layer layer, SpanningTreeMessage message) => message with
    {
        Flags = reading.Byte(layer, 4),
        RootId = SpanningTreeMessage.Bridge(reading, layer, 5),
        RootPathCost = reading.UInt32(layer, 13),
        BridgeId = SpanningTreeMessage.Bridge(reading, layer, 17),
        PortId = reading.UInt16(layer, 25),
        MessageAge = reading.UInt16(layer, 27) / 256.0,
        MaximumAge = reading.UInt16(layer, 29) / 256.0,
        HelloTime = reading.UInt16(layer, 31) / 256.0,
        ForwardDelay = reading.UInt16(layer, 33) / 256.0,
    };

    private static string Version(byte version) => version switch
    {
        0 => "802.1d",
        2 => "802.1w",
        3 => "802.1s",
        4 => "802.1aq",
        _ => version.ToString(CultureInfo.InvariantCulture),
    };

    private static string Type(byte type) => type switch
    {
        ConfigurationType => "Config",
        RapidType => "Rapid STP",
        TopologyChangeType => "Topology Change",
        _ => string.Create(CultureInfo.InvariantCulture, $"Unknown BPDU Type (0x{type:x2})"),
    };

    private static string FlagNames(byte flags)
    {
        var names = string.Join(", ", Flags.Where(entry => (flags & entry.Flag) != 0).Select(entry => entry.Name));
        return names.Length > 0 ? names : "none";
    }
}
