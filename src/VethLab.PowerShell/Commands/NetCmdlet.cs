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
    private readonly HashSet<string> typed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Cancelled by Ctrl+C and by whatever else stops the pipeline.</summary>
    protected CancellationToken Cancellation => stopping.Token;

    /// <summary>Notes what was given on the command line: what comes later is the pipeline's.</summary>
    protected override void BeginProcessing() => typed.UnionWith(MyInvocation.BoundParameters.Keys);

    /// <summary>Lets go of namespaces before cmdlets further down the pipeline end: one may wait there until a namespace is gone.</summary>
    protected override void EndProcessing() => CloseSessions();

    /// <summary>Whether a parameter was given on the command line, and not by an object from the pipeline.</summary>
    private protected bool IsTyped(string parameter) => typed.Contains(parameter);

    /// <summary>A namespace that may come from a row of CSV, where an empty cell is the only way to say "here". An empty text that was typed stays.</summary>
    private protected NamespaceReference? Cell(NamespaceReference? value, string parameter = "Namespace") =>
        value is { Name.Length: 0 } && !IsTyped(parameter) ? null : value;

    /// <summary>As above, for a text.</summary>
    private protected string? Cell(string? value, string parameter) => value is { Length: 0 } && !IsTyped(parameter) ? null : value;

    /// <summary>As above, for several texts: of a list CSV makes one cell, its elements divided by commas. Null is none, as elsewhere.</summary>
    private protected string[] Cell(string[]? values, string parameter)
    {
        var texts = (values ?? []).OfType<string>();
        return IsTyped(parameter) ? [.. texts] : [.. texts.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
    }

    /// <summary>As above, for a number that cannot be 0, which the engine makes of an empty cell.</summary>
    private protected int? Cell(int? value, string parameter) => value == 0 && !IsTyped(parameter) ? null : value;

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
    private protected NamespaceSession SessionFor(InterfaceReference target, NamespaceReference? reference) => target switch
    {
        { Object: { } item } => SessionFor(item, Cell(reference)),
        // What lies on an interface names it, and -Namespace may send the name elsewhere.
        { Place: { } place } when !IsTyped("Namespace") => SessionFor(place),
        _ => SessionFor(Cell(reference)),
    };

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

    /// <summary>Works on one object of the pipeline; what goes wrong with it is its error alone. Once the pipeline stops, none is begun.</summary>
    private protected void ForEachObject(Action work)
    {
        try
        {
            Cancellation.ThrowIfCancellationRequested();
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
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>
    /// Carries out a plan if -WhatIf and -Confirm let it, and says whether it did. -WhatIf lists the equivalent command lines; -Verbose tells
    /// each before its effect.
    /// </summary>
    private protected bool Perform(Plan plan, string action, string target, Action<Step>? onStep = null)
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
        var isTold = TellsCommands;
        plan.Run(step => Tell(step, onStep, isTold), Cancellation);
        foreach (var line in plan.Outcome)
            WriteWarning(line);
        return true;
    }

    /// <summary>
    /// What is told before a step: progress, and -Verbose's line. Whoever reads it may have stopped the pipeline, which the engine makes known by
    /// an exception here before it calls StopProcessing; for the plan it is a cancellation like any other, so that the user is told what it undoes.
    /// </summary>
    private void Tell(Step step, Action<Step>? onStep, bool isTold)
    {
        try
        {
            onStep?.Invoke(step);
            if (isTold)
                WriteVerbose(step.Command);
        }
        catch (PipelineStoppedException)
        {
            stopping.Cancel();
            Cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The whole path of a file that need not be there.</summary>
    /// <exception cref="NetworkException">InvalidValue: no file can be called so.</exception>
    private protected string WholePath(string given) => given.Contains('\0', StringComparison.Ordinal)
        ? throw new NetworkException(NetworkError.InvalidValue, "The path has a NUL character, which no file's name has.", given, "Name a file.")
        : GetUnresolvedProviderPathFromPSPath(given);

    /// <summary>
    /// Makes a plan and carries it out with no other VethLab command doing so in the namespace meanwhile: for what is decided by looking at rules
    /// that others may be changing, such as who is the last. Null: there was nothing to do.
    /// </summary>
    /// <exception cref="NetworkException">What the plan throws. Busy: somebody else is at it, and does not come to an end.</exception>
    private protected bool? PerformAlone(NamespaceSession session, Func<Plan> make, string action, string target)
    {
        using var alone = NamespaceTurn.Take(session, Cancellation);
        var plan = make();
        return plan.IsEmpty ? null : Perform(plan, action, target);
    }

    /// <summary>
    /// Whether -Verbose's lines may be wanted. If not, they are not even written. -Debug stands for it as well, and what the engine makes of other values is its own affair.
    /// </summary>
    private bool TellsCommands => MyInvocation.BoundParameters.ContainsKey("Verbose") || MyInvocation.BoundParameters.ContainsKey("Debug")
        || GetVariableValue("VerbosePreference") is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? ((SwitchParameter)given).IsPresent
        : GetVariableValue("WhatIfPreference") is { } preference && LanguagePrimitives.IsTrue(preference);
}
