using System.Buffers.Binary;
using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>
/// An entry of a bridge's forwarding database (bridge(8), fdb): struct ndmsg of family AF_BRIDGE and attributes. The address is behind the port of
/// <see cref="PortIndex"/>.
/// </summary>
/// <param name="PortIndex">The port's interface, or the bridge itself.</param>
/// <param name="BridgeIndex">The bridge; 0 for entries that a port's own device keeps.</param>
/// <param name="MacAddress">The address.</param>
/// <param name="State">Permanent for the ports' own addresses, NoArp for static entries, Reachable or Stale for learnt ones.</param>
/// <param name="VlanId">Null without VLAN filtering.</param>
public sealed record BridgeFdbMessage(int PortIndex, int BridgeIndex, MacAddress MacAddress, NeighborState State, int? VlanId)
{
    internal static BridgeFdbMessage? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != RTM_NEWNEIGH)
            return null;
        if (body.Length < NDMSG_LENGTH)
            throw new InvalidDataException($"a forwarding entry of {body.Length} bytes");
        if (body[0] != Libc.AF_BRIDGE)
            return null;

        MacAddress? mac = null;
        var master = 0;
        int? vlan = null;
        foreach (var attribute in new NetlinkAttributes(body[NDMSG_LENGTH..]))
        {
            if (attribute.Type == NDA_LLADDR && attribute.Payload.Length == 6)
                mac = new MacAddress(attribute.Payload);
            else if (attribute.Type == NDA_MASTER)
                master = attribute.AsInt32();
            else if (attribute.Type == NDA_VLAN)
                vlan = attribute.AsUInt16();
        }
        return mac is not { } address
            ? null
            : new BridgeFdbMessage(
                BinaryPrimitives.ReadInt32LittleEndian(body[4..]),
                master,
                address,
                (NeighborState)BinaryPrimitives.ReadUInt16LittleEndian(body[8..]),
                vlan);
    }
}
