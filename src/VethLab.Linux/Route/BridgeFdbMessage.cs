using System.Buffers.Binary;
using System.Net;
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
    public NeighborFlags Flags { get; init; }

    /// <summary>VXLAN: the host behind which the address is; null elsewhere.</summary>
    public IPAddress? Destination { get; init; }

    /// <summary>VXLAN: UDP port of <see cref="Destination"/>; null: the device's own.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>VXLAN: network identifier at <see cref="Destination"/>; null: the device's own.</summary>
    public uint? Vni { get; init; }

    /// <summary>VXLAN: the interface that leads to <see cref="Destination"/>; 0: as the routes say.</summary>
    public int ViaIndex { get; init; }

    internal static BridgeFdbMessage? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != RTM_NEWNEIGH)
            return null;
        if (body.Length < NDMSG_LENGTH)
            throw new InvalidDataException($"a forwarding entry of {body.Length} bytes");
        if (body[0] != Libc.AF_BRIDGE)
            return null;

        var message = new BridgeFdbMessage(body, out var isWhole);
        return isWhole ? message : null;
    }

    /// <summary>Not whole where there is no address in it.</summary>
    private BridgeFdbMessage(ReadOnlySpan<byte> body, out bool isWhole)
        : this(BinaryPrimitives.ReadInt32LittleEndian(body[4..]), 0, default, (NeighborState)BinaryPrimitives.ReadUInt16LittleEndian(body[8..]), null)
    {
        isWhole = false;
        Flags = (NeighborFlags)body[10];
        foreach (var attribute in new NetlinkAttributes(body[NDMSG_LENGTH..]))
        {
            switch (attribute.Type)
            {
                case NDA_LLADDR when attribute.Payload.Length == 6:
                    MacAddress = new MacAddress(attribute.Payload);
                    isWhole = true;
                    break;
                case NDA_MASTER: BridgeIndex = attribute.AsInt32(); break;
                case NDA_VLAN: VlanId = attribute.AsUInt16(); break;
                case NDA_DST: Destination = attribute.AsAddress(); break;
                case NDA_PORT: DestinationPort = attribute.AsUInt16BigEndian(); break;
                case NDA_IFINDEX: ViaIndex = attribute.AsInt32(); break;
                case NDA_VNI: Vni = attribute.AsUInt32(); break;
                case NDA_FLAGS_EXT: Flags |= (NeighborFlags)(attribute.AsUInt32() << NTF_EXT_SHIFT); break;
            }
        }
    }
}
