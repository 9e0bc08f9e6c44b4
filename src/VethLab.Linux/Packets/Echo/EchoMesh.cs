using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.Packets;

/// <summary>A request from one of several namespaces, by its place in the list that a mesh was made with.</summary>
public sealed record EchoPair(int From, IPAddress Target);

/// <summary>
/// ICMP echo from many namespaces at once: one socket for each namespace and family, as many requests under way as sockets and neighbour queues bear.
/// A packet within a machine is carried by whoever sends it all the way to its target and back, so the namespaces are shared out among as many threads as
/// there are processors. Dispose closes the sockets, which hold their namespaces.
/// </summary>
public sealed class EchoMesh : IDisposable
{
    /// <summary>Requests under way at once.</summary>
    private const int Window = 256;

    private readonly EchoLane[] lanes;

    /// <summary>Opens the sockets.</summary>
    /// <param name="places">The namespaces, and the families of which addresses will be pinged from each; null: the calling thread's namespace.</param>
    /// <param name="timeout">How long to wait for each answer.</param>
    /// <exception cref="LinuxException">EPERM: no ICMP socket is permitted.</exception>
    public EchoMesh(IReadOnlyList<(NamespaceHandle? There, IReadOnlyCollection<AddressFamily> Families)> places, TimeSpan timeout)
    {
        var count = HomeThreads.CountFor(places.Count);
        lanes = [.. Enumerable.Range(0, count).Select(_ => new EchoLane(timeout, Window / count))];
        try
        {
            HomeThreads.Run(count, count, lane =>
            {
                for (var place = lane; place < places.Count; place += count)
                    lanes[lane].Open(place, places[place].There, places[place].Families);
            });
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Sends one request for each pair, and returns what became of each, in the order of the pairs, when all is known. Returns at once when cancelled; what was
    /// not known by then is null.
    /// </summary>
    /// <exception cref="LinuxException">A socket cannot be read.</exception>
    public IReadOnlyList<EchoResult?> Ping(IReadOnlyList<EchoPair> pairs, CancellationToken cancellation = default)
    {
        using var stop = new StopSignal(cancellation);
        var results = new EchoResult?[pairs.Count];
        var shares = lanes.Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < pairs.Count; i++)
            shares[pairs[i].From % lanes.Length].Add(i);
        HomeThreads.Run(lanes.Length, lanes.Length, lane =>
        {
            try
            {
                lanes[lane].Ping(pairs, shares[lane], results, stop);
            }
            catch
            {
                stop.Set();
                throw;
            }
        });
        return results;
    }

    public void Dispose()
    {
        foreach (var lane in lanes)
            lane.Dispose();
    }
}
