using System.Management.Automation;
using VethLab.Linux.Interop;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.PowerShell.Errors;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>
/// What all cmdlets share: namespaces opened once and closed at the end, errors that belong to one object and let the others go on, plans
/// carried out with -WhatIf, -Confirm and -Verbose, and Ctrl+C.
/// </summary>
public abstract class NetCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<ulong, NamespaceSession> sessions = [];

    /// <summary>Cancelled by Ctrl+C and by whatever else stops the pipeline.</summary>
    protected CancellationToken Cancellation => stopping.Token;

    /// <summary>Called by Ctrl+C's thread, perhaps when the cmdlet is done already.</summary>
    protected override void StopProcessing()
    {
        try
        {
            stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // There is nothing left to stop.
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        CloseSessions();
        stopping.Dispose();
    }

    /// <summary>Lets go of all namespaces that were opened so far.</summary>
    private protected void CloseSessions()
    {
        foreach (var session in sessions.Values)
            session.Dispose();
        sessions.Clear();
    }

    /// <summary>The session for a namespace argument; without one, for the namespace that the pipeline's thread is in now.</summary>
    private protected NamespaceSession SessionFor(NamespaceReference? reference) =>
        Keep(reference is null ? NamespaceLocator.OpenHere() : reference.Open());

    /// <summary>The session for an object's own namespace, or for a name's: -Namespace, or here.</summary>
    /// <exception cref="NetworkException">NamespaceMismatch: the object lives elsewhere than -Namespace says.</exception>
    private protected NamespaceSession SessionFor(InterfaceReference target, NamespaceReference? reference) =>
        SessionFor(target.Object, reference);

    /// <summary>As above, for any object.</summary>
    private protected NamespaceSession SessionFor(Networks.NetObject? target, NamespaceReference? reference)
    {
        if (target is null)
            return SessionFor(reference);
        var session = Keep(NamespaceLocator.Open(target.NamespaceId, target.Namespace));
        // The name may have come from the object itself, by property name; then the identity says it better.
        if (reference is not null && reference.Name != target.Namespace && SessionFor(reference).Handle.Inode != session.Handle.Inode)
        {
            throw new NetworkException(
                NetworkError.NamespaceMismatch,
                $"'{target}' lives in {session.Description}, not in namespace {reference.Name}.",
                target,
                "Leave out -Namespace: an object knows where it lives.");
        }
        return session;
    }

    private NamespaceSession Keep(NamespaceSession opened)
    {
        if (sessions.TryGetValue(opened.Handle.Inode, out var known) && known.IsHere == opened.IsHere)
        {
            opened.Dispose();
            return known;
        }
        known?.Dispose();
        return sessions[opened.Handle.Inode] = opened;
    }

    /// <summary>Works on one object of the pipeline; what goes wrong with it is its error alone.</summary>
    private protected void ForEachObject(Action work)
    {
        try
        {
            work();
        }
        catch (NetworkException failure)
        {
            WriteError(ErrorRecords.From(failure));
        }
        catch (LinuxException failure)
        {
            WriteError(ErrorRecords.From(KernelErrors.Explain(failure, null)));
        }
        catch (PlanCancelledException cancelled)
        {
            // Once the pipeline is stopping, its streams take nothing more; the host still does.
            if (!cancelled.Report.IsEmpty)
                Host.UI.WriteWarningLine($"{MyInvocation.MyCommand.Name} was stopped. {cancelled.Report}");
            throw new PipelineStoppedException();
        }
    }

    /// <summary>
    /// Carries out a plan if -WhatIf and -Confirm let it, and says whether it did. -WhatIf lists the equivalent command lines; -Verbose tells
    /// each before its effect.
    /// </summary>
    private protected bool Perform(Plan plan, string action, string target, Action<string>? onStep = null)
    {
        if (IsWhatIf)
        {
            foreach (var step in plan.Steps)
                _ = ShouldProcess(step.Command, step.Command, action);
            return false;
        }
        if (!ShouldProcess($"{action}: {target}", $"{action}: {target}?", MyInvocation.MyCommand.Name))
            return false;
        foreach (var note in plan.Notes)
            WriteWarning(note);
        plan.Run(onStep + WriteVerbose, Cancellation);
        return true;
    }

    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? ((SwitchParameter)given).IsPresent
        : GetVariableValue("WhatIfPreference") is { } preference && LanguagePrimitives.IsTrue(preference);
}
