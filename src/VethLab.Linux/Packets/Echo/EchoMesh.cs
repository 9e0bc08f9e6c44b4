using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.Packets;

/// <summary>A request from one of several namespaces, by its place in the list that a mesh was made with.</summary>
public sealed record EchoPair(int From, IPAddress Target);

/// <summary>
/// ICMP echo from many namespaces at once: one socket for each namespace and family, all on the calling thread, as many requests under way as
/// sockets and neighbour queues bear. Dispose closes the sockets, which hold their namespaces.
/// </summary>
public sealed class EchoMesh : IDisposable
{
    /// <summary>Requests under way at once.</summary>
    private const int Window = 256;

    private readonly TimeSpan timeout;
    private readonly List<EchoSocket> sockets = [];
    private readonly Dictionary<(int Place, AddressFamily Family), int> indexes = [];

    /// <summary>Opens the sockets.</summary>
    /// <param name="places">The namespaces, and the families of which addresses will be pinged from each; null: the calling thread's namespace.</param>
    /// <param name="timeout">How long to wait for each answer.</param>
    /// <exception cref="LinuxException">EPERM: no ICMP socket is permitted.</exception>
    public EchoMesh(IReadOnlyList<(NamespaceHandle? There, IReadOnlyCollection<AddressFamily> Families)> places, TimeSpan timeout)
    {
        this.timeout = timeout;
        try
        {
            for (var place = 0; place < places.Count; place++)
            {
                foreach (var family in places[place].Families)
                {
                    indexes.Add((place, family), sockets.Count);
                    sockets.Add(EchoSocket.Open(places[place].There, family, new EchoOptions()));
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Sends one request for each pair and hands over each result with the pair's place in the list, on the calling thread, as it becomes
    /// known. Returns when all are, or at once when cancelled.
    /// </summary>
    /// <exception cref="LinuxException">A socket cannot be read.</exception>
    public void Ping(IReadOnlyList<EchoPair> pairs, Action<int, EchoResult> onResult, CancellationToken cancellation = default)
    {
        using var stop = new StopSignal(cancellation);
        using var waiting = new PollSet([stop.Descriptor, .. sockets.Select(socket => socket.Descriptor)]);
        new Round(this, pairs, onResult).Execute(waiting, stop);
    }

    public void Dispose()
    {
        foreach (var socket in sockets)
            socket.Dispose();
    }

    /// <summary>One call of Ping.</summary>
    private sealed class Round(EchoMesh mesh, IReadOnlyList<EchoPair> pairs, Action<int, EchoResult> onResult)
    {
        private readonly long started = Stopwatch.GetTimestamp();
        private readonly ulong firstCookie = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
        private readonly Dictionary<ushort, EchoProbe> underWay = [];
        private readonly Queue<EchoProbe> deadlines = new();
        private int next;

        private TimeSpan Now => Stopwatch.GetElapsedTime(started);

        internal void Execute(PollSet waiting, StopSignal stop)
        {
            while (!stop.IsSet)
            {
                while (next < pairs.Count && underWay.Count < Window && TrySend(next))
                    next++;
                Expire();
                if (next == pairs.Count && underWay.Count == 0)
                    return;
                var wait = deadlines.TryPeek(out var first) ? first.SentAtRunTime + mesh.timeout - Now : TimeSpan.FromMilliseconds(2);
                // A socket that had no room will have some soon.
                if (next < pairs.Count && underWay.Count < Window && wait > TimeSpan.FromMilliseconds(2))
                    wait = TimeSpan.FromMilliseconds(2);
                waiting.Wait(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
                for (var i = 0; i < mesh.sockets.Count && !stop.IsSet; i++)
                {
                    if (waiting.IsReady(i + 1))
                        Drain(mesh.sockets[i]);
                }
            }
        }

        private bool TrySend(int index)
        {
            var pair = pairs[index];
            var cookie = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(cookie, firstCookie + (ulong)index);
            var probe = new EchoProbe { Target = pair.Target, TargetIndex = index, Sequence = (index % ushort.MaxValue) + 1, Cookie = cookie, SentAtRunTime = Now };
            if (!mesh.indexes.TryGetValue((pair.From, pair.Target.AddressFamily), out var socket))
                throw new ArgumentException($"there is no socket for {pair.Target} at place {pair.From}", nameof(index));
            var errno = mesh.sockets[socket].Send(pair.Target, (ushort)probe.Sequence, cookie, out var sentAt);
            probe.SentAt = sentAt;
            if (errno is Errno.EAGAIN or Errno.ENOBUFS && underWay.Count > 0)
                return false;
            if (errno != Errno.None)
            {
                onResult(index, Result(probe, EchoRun.LocalStatus(errno), LinuxException.Describe(errno)) with { Errno = errno });
                return true;
            }
            underWay[(ushort)probe.Sequence] = probe;
            deadlines.Enqueue(probe);
            return true;
        }

        private void Expire()
        {
            while (deadlines.TryPeek(out var probe) && (probe.IsDone || probe.SentAtRunTime + mesh.timeout <= Now))
            {
                deadlines.Dequeue();
                if (!probe.IsDone)
                    Finish(probe, Result(probe, EchoStatus.TimedOut, $"no answer within {mesh.timeout.TotalMilliseconds:0.###} ms"));
            }
        }

        private void Drain(EchoSocket socket)
        {
            while (socket.TryReceive(out var message))
            {
                if (!underWay.TryGetValue(message.Sequence, out var probe) || !probe.IsAnsweredBy(message))
                    continue;
                var (status, text) = message.IsReply ? (EchoStatus.Success, "Reply") : IcmpErrors.Explain(probe.Target.AddressFamily, message.Type, message.Code);
                var roundTrip = TimeSpan.FromTicks((message.Timestamp - probe.SentAt) / TimeSpan.NanosecondsPerTick);
                Finish(probe, Result(probe, status, text) with
                {
                    Responder = message.Responder,
                    RoundTripTime = roundTrip < TimeSpan.Zero ? Now - probe.SentAtRunTime : roundTrip,
                    TimeToLive = message.TimeToLive,
                    Size = message.IsReply ? message.Size : null,
                    IcmpType = message.Type,
                    IcmpCode = message.Code,
                });
            }
        }

        private void Finish(EchoProbe probe, EchoResult result)
        {
            probe.IsDone = true;
            underWay.Remove((ushort)probe.Sequence);
            onResult(probe.TargetIndex, result);
        }

        private static EchoResult Result(EchoProbe probe, EchoStatus status, string message) => new()
        {
            Target = probe.Target,
            TargetIndex = probe.TargetIndex,
            Sequence = 1,
            Status = status,
            SentAt = DateTimeOffset.UnixEpoch.AddTicks(probe.SentAt / TimeSpan.NanosecondsPerTick),
            Message = message,
        };
    }
}
