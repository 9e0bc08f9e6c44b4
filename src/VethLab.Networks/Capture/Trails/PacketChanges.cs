using System.Globalization;
using VethLab.Linux.Packets;

namespace VethLab.Networks.Capture;

/// <summary>Compares a packet with itself at the hop before.</summary>
internal static class PacketChanges
{
    internal static PacketChange[] Between(NetPacket before, NetPacket after)
    {
        var changes = new List<PacketChange>();
        Compare("tunnel", Tunnel(before), Tunnel(after));
        Compare("VLAN", Text(before.VlanId), Text(after.VlanId));
        if (before.SourceMac is not null && after.SourceMac is not null)
            Compare("MAC", $"{before.SourceMac} > {before.DestinationMac}", $"{after.SourceMac} > {after.DestinationMac}");
        // Of what tunnels carry, the packet within is compared with the one that came.
        (before, after) = (PacketIdentity.Carried(before), PacketIdentity.Carried(after));
        Compare("source", End(before.SourceAddress, before.SourcePort), End(after.SourceAddress, after.SourcePort));
        Compare("destination", End(before.DestinationAddress, before.DestinationPort), End(after.DestinationAddress, after.DestinationPort));
        Compare("id", Text(before.IcmpId), Text(after.IcmpId));
        Compare("ttl", Text(before.TimeToLive), Text(after.TimeToLive));
        Compare("TOS", Text(before.TrafficClass), Text(after.TrafficClass));
        Compare("MSS", Text(before.TcpOptions?.MaximumSegmentSize), Text(after.TcpOptions?.MaximumSegmentSize));
        Compare("header checksum", Hex(before.HeaderChecksum), Hex(after.HeaderChecksum));
        // Where an offload is to fill it in, what stands there is no checksum.
        if (!before.ChecksumPending && !after.ChecksumPending)
            Compare("checksum", Hex(before.Checksum), Hex(after.Checksum));
        return [.. changes];

        void Compare(string field, string was, string becomes)
        {
            if (was != becomes)
                changes.Add(new PacketChange(field, was, becomes));
        }
    }

    private static string End(object? address, int? port) => port is null ? $"{address}" : $"{address}.{port}";

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    private static string Hex(int? number) => number is { } value ? $"0x{value:x4}" : string.Empty;

    private static string Tunnel(NetPacket packet)
    {
        if (packet.IcmpType is not null || packet.Inner is null)
            return string.Empty;
        var number = packet.TunnelId is { } id ? $" {id}" : string.Empty;
        return $"{packet.Application ?? packet.Protocol}{number} {packet.SourceAddress} > {packet.DestinationAddress}";
    }
}
