using System.Buffers.Binary;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>
/// What a link shall be or become: the common attributes of a create or change message, and of a veth peer. Null leaves a thing as it
/// is or to the kernel.
/// </summary>
public sealed record LinkDescription
{
    public string? Name { get; init; }

    public int? Index { get; init; }

    public int? Mtu { get; init; }

    public MacAddress? MacAddress { get; init; }

    /// <summary>The bridge to become a port of; 0 takes the link out of its bridge.</summary>
    public int? MasterIndex { get; init; }

    public uint? Group { get; init; }

    /// <summary>Ignored by the kernel in a create message.</summary>
    public string? Alias { get; init; }

    /// <summary>Administrative state. In a create message it does not work for a veth peer, which is not tied to its pair by then.</summary>
    public bool? Up { get; init; }

    /// <summary>Operational state. The kernel takes little of it: Up for a link that is Unknown, Dormant or Testing (set_operstate). For change messages only.</summary>
    public OperationalState? State { get; init; }

    /// <summary>Where the link shall live. The caller keeps it open.</summary>
    public NamespaceHandle? Namespace { get; init; }

    /// <summary>False: no IPv6 link-local address when the link comes up (addrgenmode none). For change messages only.</summary>
    public bool? MakesLinkLocalAddress { get; init; }

    /// <summary>Number of transmit and receive queues; only when created.</summary>
    public int? Queues { get; init; }

    internal void Write(NetlinkWriter writer, int index = 0)
    {
        var header = writer.Append(IFINFOMSG_LENGTH);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], index != 0 ? index : Index ?? 0);
        if (Up is { } up)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header[8..], up ? (uint)LinkFlags.Up : 0);
            BinaryPrimitives.WriteUInt32LittleEndian(header[12..], (uint)LinkFlags.Up);
        }
        if (Name is not null)
            writer.PutString(IFLA_IFNAME, Name);
        if (Mtu is { } mtu)
            writer.PutInt32(IFLA_MTU, mtu);
        if (MacAddress is { } mac)
            mac.Write(writer, IFLA_ADDRESS);
        if (MasterIndex is { } master)
            writer.PutInt32(IFLA_MASTER, master);
        if (Group is { } group)
            writer.PutUInt32(IFLA_GROUP, group);
        if (Alias is not null)
            // Without a NUL behind it, as ip(8) sends it: the kernel counts one among its 255 bytes. Nothing at all would not pass as a string.
            writer.PutText(IFLA_IFALIAS, Alias.Length == 0 ? "\0" : Alias);
        if (State is { } state)
            writer.PutByte(IFLA_OPERSTATE, (byte)state);
        if (Namespace is not null)
            writer.PutInt32(IFLA_NET_NS_FD, (int)Namespace.Descriptor.DangerousGetHandle());
        if (Queues is { } queues)
        {
            writer.PutInt32(IFLA_NUM_TX_QUEUES, queues);
            writer.PutInt32(IFLA_NUM_RX_QUEUES, queues);
        }
        if (MakesLinkLocalAddress is { } makes)
        {
            using var families = writer.BeginNested(IFLA_AF_SPEC);
            using var family = writer.BeginNested(Interop.Libc.AF_INET6);
            writer.PutByte(IFLA_INET6_ADDR_GEN_MODE, makes ? IN6_ADDR_GEN_MODE_EUI64 : IN6_ADDR_GEN_MODE_NONE);
        }
    }
}
