using System.Buffers.Binary;
using System.Net;
using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Netlink.NetlinkConstants;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>Reads and changes a namespace's neighbour tables (rtnetlink(7), arp(7)).</summary>
public sealed class NeighborClient(NetlinkSocket socket)
{
    private const int BatchLength = 500;

    /// <summary>All entries of both families, the kernel's own for multicast (NoArp) included.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public IReadOnlyList<NeighborMessage> List()
    {
        var request = new NetlinkRequest("list neighbours", RTM_GETNEIGH, NLM_F_DUMP);
        request.Body.Append(NDMSG_LENGTH);
        return socket.Dump(request, NeighborMessage.Decode);
    }

    /// <summary>The tables themselves, with their limits: one for ARP, one for IPv6, each shared by all namespaces of the machine.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public IReadOnlyList<NeighborTable> ListTables()
    {
        var request = new NetlinkRequest("list neighbour tables", RTM_GETNEIGHTBL, NLM_F_DUMP);
        request.Body.Append(NDTMSG_LENGTH);
        // A message for each interface's parameters comes with those of the tables; only these have a limit.
        return socket.Dump(request, NeighborTable.Decode);
    }

    /// <summary>Adds a permanent entry, which is never asked for and never forgotten.</summary>
    /// <exception cref="NetlinkException">EEXIST: there is an entry for the address.</exception>
    public void Add(int interfaceIndex, IPAddress address, MacAddress mac)
    {
        var request = Write(
            $"add neighbour {address}", RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL, interfaceIndex, address, NeighborState.Permanent);
        mac.Write(request.Body, NDA_LLADDR);
        socket.Execute(request);
    }

    /// <summary>Adds an entry that was read before; one that was being asked for, or had failed, is asked for anew.</summary>
    /// <exception cref="NetlinkException">EEXIST: there is an entry for the address.</exception>
    public void Restore(NeighborMessage entry)
    {
        var kept = entry.State & (NeighborState.Permanent | NeighborState.NoArp | NeighborState.Reachable | NeighborState.Stale);
        var request = Write(
            $"add neighbour {entry.Address}", RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL, entry.InterfaceIndex, entry.Address,
            kept != NeighborState.None ? kept : entry.MacAddress is null ? NeighborState.Incomplete : NeighborState.Stale,
            entry.Flags & (NeighborFlags.Router | NeighborFlags.ExternallyLearned));
        if (entry.MacAddress is { } mac)
            mac.Write(request.Body, NDA_LLADDR);
        socket.Execute(request);
    }

    /// <summary>Removes an entry.</summary>
    /// <exception cref="NetlinkException">ENOENT: there is none.</exception>
    public void Remove(int interfaceIndex, IPAddress address) =>
        socket.Execute(Write($"remove neighbour {address}", RTM_DELNEIGH, 0, interfaceIndex, address, NeighborState.None));

    /// <summary>Removes entries, as far as they are still there.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public void RemoveAll(IEnumerable<NeighborMessage> entries)
    {
        foreach (var some in entries.Chunk(BatchLength))
        {
            var requests = Array.ConvertAll(some, entry => Write("remove neighbours", RTM_DELNEIGH, 0, entry.InterfaceIndex, entry.Address, NeighborState.None));
            Array.ForEach(requests, request => request.OmitAcknowledgement());
            foreach (var (request, error) in socket.Exchange(requests))
            {
                if (error.Errno is not (Errno.None or Errno.ENOENT))
                    throw error.ToException(request.Operation, request.Sequence);
            }
        }
    }

    private static NetlinkRequest Write(
        string operation, ushort type, ushort flags, int interfaceIndex, IPAddress address, NeighborState state, NeighborFlags neighborFlags = NeighborFlags.None)
    {
        var request = new NetlinkRequest(operation, type, (ushort)(NLM_F_ACK | flags));
        var header = request.Body.Append(NDMSG_LENGTH);
        header[0] = AddressClient.FamilyOf(address.AddressFamily);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], interfaceIndex);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], (ushort)state);
        header[10] = (byte)neighborFlags;
        request.Body.PutAddress(NDA_DST, address);
        return request;
    }
}
