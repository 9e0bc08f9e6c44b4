using System.Runtime.InteropServices;

namespace VethLab.Host.Hosting;

/// <summary>
/// Ctrl+C, SIGTERM and SIGHUP: the running pipeline is stopped, so that its finally blocks and StopProcessing run; a
/// second signal ends the process at once.
/// </summary>
/// <remarks>
/// Created before anything else: the runtime then starts its signal thread while the main thread is still in the
/// network namespace of the process, and so do the threads that it starts for every signal.
/// </remarks>
internal sealed partial class InterruptSignal : IDisposable
{
    private const int Interrupt = 2; // SIGINT
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    internal InterruptSignal() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, Interrupt)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, 15)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Handle(context, 1)),
    ];

    /// <summary>Stops what runs; returns false when nothing runs.</summary>
    internal Func<bool>? Stop { get; set; }

    /// <summary>At a prompt: how many signals a stuck pipeline survives. Scripts end at the second.</summary>
    internal int Patience { get; set; } = 1;

    /// <summary>At a prompt: Ctrl+C with nothing to stop does not end the process.</summary>
    internal bool IgnoredWhenIdle { get; set; }

    /// <summary>The number of the signal that stopped the pipeline, or 0.</summary>
    internal int Signal { get; private set; }

    /// <summary>Forgets the last signal; called before every input of a prompt.</summary>
    internal void Clear()
    {
        Signal = 0;
        _count = 0;
    }

    /// <summary>Does what Ctrl+C does, where the key came as a character.</summary>
    internal void Raise()
    {
        Signal = Interrupt;
        Stop?.Invoke();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void Handle(PosixSignalContext context, int number)
    {
        context.Cancel = true;
        Signal = number;
        if (number != Interrupt)
            ChildProcesses.Send(number);
        var again = Interlocked.Increment(ref _count) > Patience;
        if (again || (Stop?.Invoke() != true && !(IgnoredWhenIdle && number == Interrupt)))
            EndProcess(128 + number);
    }

    // void _exit(int status); no finalizer, no lock and no engine code can hold this up.
    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void EndProcess(int status);
}
