using VethLab.Networks.Errors;

namespace VethLab.Networks.Plans;

/// <summary>
/// What an operation will do, in order: checked against the kernel, not begun. All of it is done, or nothing: a step that fails, or a
/// cancellation between two steps, undoes those before it, last first. A final step, which has no way back, comes last, and a cancellation
/// during it too late.
/// </summary>
public sealed class Plan
{
    private readonly List<Step> steps = [];

    public IReadOnlyList<Step> Steps => steps;

    /// <summary>Nothing to do: what is asked for is so already.</summary>
    public bool IsEmpty => steps.Count == 0;

    /// <summary>Things the user should know before it is done.</summary>
    public IList<string> Notes { get; } = [];

    /// <summary>What the user is told once it is done: what came of it.</summary>
    public IList<string> Outcome { get; } = [];

    /// <summary>
    /// What is done stays done: a removal is not undone, and goes on where a step fails. The first failure is what is wrong in the end.
    /// </summary>
    internal bool IsOneWay { get; init; }

    internal void Add(string command, Action apply, Action? undo = null) => Add(new Step(command, apply, undo));

    /// <summary>Adds a step whose command line is written when somebody wants to read it.</summary>
    internal void Add(Func<string> command, Action apply, Action? undo = null) => Add(new Step(command, apply, undo));

    /// <summary>Adds a step that cannot be taken back; nothing may follow it.</summary>
    internal void AddFinal(string command, Action apply) => Add(new Step(command, apply) { IsFinal = true });

    /// <summary>As above, with a command line that is written when somebody wants to read it.</summary>
    internal void AddFinal(Func<string> command, Action apply) => Add(new Step(command, apply) { IsFinal = true });

    internal void Add(Plan other)
    {
        foreach (var step in other.steps)
            Add(step);
        foreach (var note in other.Notes)
            Notes.Add(note);
        foreach (var line in other.Outcome)
            Outcome.Add(line);
    }

    private bool EndsForGood => steps is [.., { IsFinal: true }];

    internal void Add(Step step)
    {
        if (EndsForGood)
            throw new InvalidOperationException($"'{step.Command}' cannot follow '{steps[^1].Command}', which cannot be taken back");
        steps.Add(step);
    }

    /// <summary>Does it, telling <paramref name="onStep"/> of each step before it is taken.</summary>
    /// <exception cref="NetworkException">A step failed; its message ends with what was undone.</exception>
    /// <exception cref="PlanCancelledException">Cancelled; what had been done is undone.</exception>
    public void Run(Action<Step>? onStep = null, CancellationToken cancellation = default)
    {
        if (IsOneWay)
        {
            RunOneWay(onStep, cancellation);
            return;
        }
        var done = new Stack<Step>();
        StepGroup? group = null;
        var groupSize = 0;
        try
        {
            for (var i = 0; i < steps.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var size = SizeOfGroupAt(i);
                // One group after the other; what is behind one waits for as much of it as it needs.
                group?.Await(size > 0 ? groupSize : Math.Min(steps[i].Needs ?? groupSize, groupSize));
                if (size >= StepGroup.Least)
                {
                    group?.Stop();
                    group = Begin(steps.GetRange(i, groupSize = size), onStep, done, cancellation);
                    i += size - 1;
                    continue;
                }
                onStep?.Invoke(steps[i]);
                steps[i].Take();
                Note(done, steps[i]);
                if (steps[i].TakeErrand() is { } errand)
                    group?.Add(errand);
            }
            group?.Await(groupSize);
            if (!EndsForGood)
                cancellation.ThrowIfCancellationRequested();
        }
        catch (NetworkException failure)
        {
            group?.Stop();
            throw failure.With(TakeBack(done));
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // Whatever it was: once a pipeline is stopping, telling a step fails with an exception of its own.
            group?.Stop();
            throw new PlanCancelledException(TakeBack(done), cancellation);
        }
        catch
        {
            group?.Stop();
            TakeBack(done);
            throw;
        }
        group?.Stop();
    }

    private int SizeOfGroupAt(int first)
    {
        var last = first;
        if (steps[first].Group is { } group)
        {
            while (last < steps.Count && steps[last].Group == group)
                last++;
        }
        return last - first;
    }

    /// <summary>Tells of all steps of a group, and has them begun.</summary>
    private static StepGroup Begin(List<Step> steps, Action<Step>? onStep, Stack<Step> done, CancellationToken cancellation)
    {
        foreach (var step in steps)
        {
            cancellation.ThrowIfCancellationRequested();
            onStep?.Invoke(step);
        }
        var group = new StepGroup(steps, step => Note(done, step), cancellation);
        group.Start();
        return group;
    }

    private static void Note(Stack<Step> done, Step step)
    {
        lock (done)
            done.Push(step);
    }

    private void RunOneWay(Action<Step>? onStep, CancellationToken cancellation)
    {
        var failures = new List<NetworkException>();
        foreach (var step in steps)
        {
            if (cancellation.IsCancellationRequested)
                throw new PlanCancelledException(new UndoReport([], []), cancellation);
            onStep?.Invoke(step);
            try
            {
                step.Take();
            }
            catch (NetworkException failure)
            {
                failures.Add(failure);
            }
        }
        if (failures.Count > 0)
            throw failures[0].And(failures.Skip(1));
    }

    private static UndoReport TakeBack(Stack<Step> done)
    {
        var undone = new List<Step>();
        var left = new List<(Step Step, string Why)>();
        foreach (var step in done)
        {
            try
            {
                step.Undo?.Invoke();
                undone.Add(step);
            }
            catch (Exception failure) when (failure is IOException or NetworkException)
            {
                left.Add((step, failure.Message));
            }
        }
        // Deeds before words: whatever became of these, all would be undone.
        return new UndoReport(undone.ConvertAll(step => step.Command), left.ConvertAll(one => $"{one.Step.Command} ({one.Why})"));
    }
}
