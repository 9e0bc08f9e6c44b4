using System.Diagnostics;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.Packets;

/// <summary>
/// Sends one kind of packet that is known again wherever it is captured, and waits for what answers it. Not for two threads at once. Dispose
/// closes its socket, which leaves nothing: a connection is reset.
/// </summary>
public abstract class PacketProbe : IDisposable
{
    private long sentAt;
    private PollSet? waiting;

    /// <summary>By what its packets and those that answer them are known.</summary>
    public abstract ProbeFlow Flow { get; }

    /// <summary>How often it was sent.</summary>
    public int Sendings { get; private set; }

    /// <summary>How long ago it was sent last.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(sentAt);

    internal abstract FileDescriptor Descriptor { get; }

    /// <summary>Opens its socket and sends nothing yet.</summary>
    /// <param name="there">The namespace to send from; null: the calling thread's.</param>
    /// <param name="options">What to send.</param>
    /// <exception cref="LinuxException">EPERM: no such socket is permitted. EADDRNOTAVAIL: the source is not an own address.</exception>
    public static PacketProbe Open(NamespaceHandle? there, ProbeOptions options) => options.Kind switch
    {
        ProbeKind.Echo => new EchoPacketProbe(there, options),
        ProbeKind.Connection => ConnectionProbe.Begin(there, options),
        _ => DatagramProbe.Begin(there, options),
    };

    /// <summary>Sends it; a second time, it is another packet of the same flow. Returns what the own kernel refuses at once; null: it was sent.</summary>
    public ProbeAnswer? Send()
    {
        Sendings++;
        sentAt = Stopwatch.GetTimestamp();
        return SendOnce();
    }

    /// <summary>Waits for an answer, no longer than a time, and not after the signal; null: there was none.</summary>
    /// <exception cref="LinuxException">The socket cannot be read.</exception>
    public ProbeAnswer? Wait(TimeSpan atMost, StopSignal stop)
    {
        waiting ??= WaitingFor(stop);
        _ = waiting.Wait(atMost);
        return stop.IsSet || !waiting.IsReady(1) ? null : Receive();
    }

    public void Dispose()
    {
        waiting?.Dispose();
        Close();
        GC.SuppressFinalize(this);
    }

    private protected abstract ProbeAnswer? SendOnce();

    /// <summary>The first answer that has come; null: none has.</summary>
    private protected abstract ProbeAnswer? Receive();

    private protected virtual void Close() => Descriptor.Dispose();

    private protected virtual bool AnswersByWritable => false;

    private PollSet WaitingFor(StopSignal stop)
    {
        var set = new PollSet(stop.Descriptor, Descriptor);
        if (AnswersByWritable)
            set.AlsoWritable(1);
        return set;
    }
}
