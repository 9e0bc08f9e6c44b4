using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.Packets;

/// <summary>The part of an <see cref="EchoMesh"/> that one thread does: some of its namespaces, with their sockets. Dispose closes them.</summary>
/// <param name="timeout">How long to wait for each answer.</param>
/// <param name="window">Requests under way at once.</param>
internal sealed class EchoLane(TimeSpan timeout, int window) : IDisposable
{
    private readonly TimeSpan timeout = timeout;
    private readonly int window = window;
    private readonly DatagramReader reader = EchoSocket.NewReader();
    private readonly List<EchoSocket> sockets = [];
    private readonly Dictionary<(int Place, AddressFamily Family), EchoSocket> byPlace = [];

    /// <exception cref="LinuxException">EPERM: no ICMP socket is permitted.</exception>
    internal void Open(int place, NamespaceHandle? there, IEnumerable<AddressFamily> families)
    {
        foreach (var family in families)
        {
            var socket = EchoSocket.Open(there, family, new EchoOptions(), reader);
            sockets.Add(socket);
            byPlace.Add((place, family), socket);
        }
    }

    /// <summary>Sends one request for each pair of its share and puts in its place what became of it; returns early once the signal is set.</summary>
    /// <exception cref="LinuxException">A socket cannot be read.</exception>
    internal void Ping(IReadOnlyList<EchoPair> pairs, IReadOnlyList<int> share, EchoResult?[] results, StopSignal stop)
    {
        using var waiting = new PollSet([stop.Descriptor, .. sockets.Select(socket => socket.Descriptor)]);
        new Run(this, pairs, share, results).Execute(waiting, stop);
    }

    public void Dispose()
    {
        foreach (var socket in sockets)
            socket.Dispose();
    }

    /// <summary>One call of Ping. Requests are numbered from 0 in the order of the share; the wire has a number's lower 16 bits.</summary>
    private sealed class Run(EchoLane lane, IReadOnlyList<EchoPair> pairs, IReadOnlyList<int> share, EchoResult?[] results)
    {
        private const int Numbers = ushort.MaxValue + 1;
        private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(2);

        private readonly long started = Stopwatch.GetTimestamp();
        private readonly ulong firstCookie = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
        private readonly EchoProbe?[] probes = new EchoProbe?[share.Count];
        private int next;
        private int underWay;
        private int oldest;

        private TimeSpan Now => Stopwatch.GetElapsedTime(started);

        private bool HasMoreToSend => next < share.Count && underWay < lane.window;

        internal void Execute(PollSet waiting, StopSignal stop)
        {
            while (!stop.IsSet)
            {
                while (HasMoreToSend && TrySend(next))
                    next++;
                Expire();
                if (next == share.Count && underWay == 0)
                    return;
                // A socket that had no room will have some soon.
                var wait = HasMoreToSend ? RetryDelay : probes[oldest]!.SentAtRunTime + lane.timeout - Now;
                waiting.Wait(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
                for (var i = 0; i < lane.sockets.Count && !stop.IsSet; i++)
                {
                    if (waiting.IsReady(i + 1))
                        Drain(lane.sockets[i]);
                }
            }
        }

        /// <summary>False where there is no room at the moment.</summary>
        private bool TrySend(int number)
        {
            var pair = pairs[share[number]];
            if (!lane.byPlace.TryGetValue((pair.From, pair.Target.AddressFamily), out var socket))
                throw new ArgumentException($"there is no socket for {pair.Target} at place {pair.From}");
            var cookie = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(cookie, firstCookie + (ulong)number);
            var probe = new EchoProbe { Target = pair.Target, TargetIndex = share[number], Sequence = 1, WireSequence = (ushort)number, Cookie = cookie, SentAtRunTime = Now };
            var errno = socket.Send(pair.Target, probe.WireSequence, cookie, out var sentAt);
            if (errno is Errno.EAGAIN or Errno.ENOBUFS && underWay > 0)
                return false;
            probe.SentAt = sentAt;
            probes[number] = probe;
            underWay++;
            if (errno != Errno.None)
                Finish(probe, probe.NotSent(errno));
            return true;
        }

        private void Expire()
        {
            for (; oldest < next; oldest++)
            {
                var probe = probes[oldest]!;
                if (probe.IsDone)
                    continue;
                if (probe.SentAtRunTime + lane.timeout > Now)
                    return;
                Finish(probe, probe.TimedOut(lane.timeout));
            }
        }

        private void Drain(EchoSocket socket)
        {
            while (socket.TryReceive(out var message))
            {
                for (int number = message.Sequence; number < next; number += Numbers)
                {
                    if (probes[number] is not { IsDone: false } probe || !probe.IsAnsweredBy(message))
                        continue;
                    Finish(probe, probe.Answered(message, Now));
                    break;
                }
            }
        }

        private void Finish(EchoProbe probe, EchoResult result)
        {
            probe.IsDone = true;
            underWay--;
            results[probe.TargetIndex] = result;
        }
    }
}
