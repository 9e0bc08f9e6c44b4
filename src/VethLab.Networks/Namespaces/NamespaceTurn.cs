using System.Diagnostics;
using VethLab.Networks.Errors;
using VethLab.Networks.Plans;

namespace VethLab.Networks.Namespaces;

/// <summary>
/// A turn at what VethLab shares within a namespace: its table, forwarding, iptables' FORWARD chain. Of all commands, runspaces and
/// processes one has it at a time. Dispose gives it up, and so does the kernel when the process ends.
/// </summary>
public sealed class NamespaceTurn : IDisposable
{
    /// <summary>Far longer than any plan takes; a question of -Confirm may be open all the while.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly NamespaceSession session;

    private NamespaceTurn(NamespaceSession session) => this.session = session;

    /// <summary>Waits for the turn.</summary>
    /// <exception cref="NetworkException">Busy: somebody else has it and does not give it up.</exception>
    /// <exception cref="PlanCancelledException">Cancelled while waiting.</exception>
    public static NamespaceTurn Take(NamespaceSession session, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (!KernelErrors.Explained(session.Name, session.Handle.TryLock))
        {
            if (clock.Elapsed > Patience)
            {
                throw new NetworkException(
                    NetworkError.Busy, $"Another VethLab command has been changing what passes {session.Description} for {Patience.TotalSeconds:0} s.", session.Name,
                    "It may be waiting for an answer to -Confirm. Try again when it has ended.");
            }
            if (cancellation.WaitHandle.WaitOne(1))
                throw new PlanCancelledException(new UndoReport([], []), cancellation);
        }
        return new NamespaceTurn(session);
    }

    public void Dispose() => session.Handle.Unlock();
}
