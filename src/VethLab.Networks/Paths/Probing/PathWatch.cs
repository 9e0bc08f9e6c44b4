using System.Net;
using VethLab.Linux.Interop;
using VethLab.Linux.Packets;
using VethLab.Networks.Capture;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Paths;

/// <summary>Captures a probe in all places of its path at once, from its making on. Dispose ends it.</summary>
internal sealed class PathWatch : IDisposable
{
    /// <summary>Room for packets in memory; of more, the oldest go.</summary>
    private const long MemoryBytes = 16 << 20;

    private readonly PacketCapture capture;
    private readonly List<NetPacket> packets = [];
    private readonly List<string> limits = [];
    private readonly HashSet<IPAddress> ownAddresses = [];
    private readonly HashSet<(ulong Inode, IPAddress Address)> localAddresses = [];
    private readonly NamespaceSession[] sessions;
    private readonly ProbeFlow flow;
    private int sortedCount = -1;
    private ProbeTrails? sorted;

    internal PathWatch(IReadOnlyList<PathPlace> places, ProbeFlow flow)
    {
        this.flow = flow;
        capture = new PacketCapture(ProbeFilter.SettingsOf(flow));
        try
        {
            foreach (var place in places)
                Add(place);
            sessions = [.. places.Select(place => place.Session).DistinctBy(session => session.Handle.Inode)];
            foreach (var session in sessions)
                NoteAddresses(session, [.. places.Where(place => place.Session.Handle.Inode == session.Handle.Inode).Select(place => place.Interface)]);
            if (capture.Links.Count > 0)
                capture.StartInMemory(MemoryBytes);
        }
        catch
        {
            capture.Dispose();
            throw;
        }
    }

    /// <summary>Where nobody could look, and why.</summary>
    internal IReadOnlyList<string> Limits => limits;

    /// <summary>What was captured so far, sorted; with the answer that is known.</summary>
    internal ProbeTrails Sort(ProbeAnswer? answer)
    {
        Take();
        if (sorted is null || sortedCount != packets.Count || answer is not null)
            (sorted, sortedCount) = (ProbeTrails.Of(packets, flow, ownAddresses, answer), packets.Count);
        return sorted;
    }

    /// <summary>Where the probe came into the namespace that its destination address belongs to, as far as places show; null: it did not.</summary>
    internal (NamespaceSession Session, PacketHop Hop)? Arrival(ProbeTrails trails)
    {
        foreach (var hop in trails.Request?.Hops ?? [])
        {
            if (!hop.IsOutgoing && hop.Packet.DestinationAddress is { } to && localAddresses.Contains((hop.Packet.Link.NamespaceInode, to)))
                return (sessions.First(session => session.Handle.Inode == hop.Packet.Link.NamespaceInode), hop);
        }
        return null;
    }

    /// <summary>Captures nothing more, and has what was captured until now.</summary>
    internal void Stop()
    {
        capture.Stop();
        Take();
        limits.AddRange(capture.Faults.Select(fault => fault.Message));
    }

    public void Dispose() => capture.Dispose();

    private void Add(PathPlace place)
    {
        try
        {
            capture.Add(place.Session, place.Interface);
        }
        catch (NetworkException refused)
        {
            limits.Add($"{place.Interface} in {place.Session.Description} was not captured on: {refused.Message}");
        }
    }

    private void NoteAddresses(NamespaceSession session, HashSet<string> interfaces)
    {
        try
        {
            var indexes = session.Links.List().Where(link => interfaces.Contains(link.Name)).Select(link => link.Index).ToHashSet();
            foreach (var address in session.Addresses.List())
            {
                _ = localAddresses.Add((session.Handle.Inode, address.Address.Address));
                if (indexes.Contains(address.InterfaceIndex))
                    _ = ownAddresses.Add(address.Address.Address);
            }
        }
        catch (LinuxException refused)
        {
            limits.Add($"the addresses of {session.Description} could not be read: {refused.Message}");
        }
    }

    private void Take()
    {
        while (capture.Store is { } store && store.TryTake(out var frame, out var link))
            packets.Add(PacketDecoder.Decode(frame, link));
    }
}
