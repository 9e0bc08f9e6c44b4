using VethLab.Networks.Errors;
using VethLab.Networks.Labs.State;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;

namespace VethLab.Networks.Labs.Plans;

/// <summary>
/// How a lab is made: checked against the kernel, not begun. <see cref="Steps"/> tells it, <see cref="Plan"/> does it, all or nothing. Dispose
/// it after running: until then it holds the lab's namespaces open.
/// </summary>
public sealed class LabPlan : IDisposable
{
    private readonly string lab;
    private readonly LabStepList steps;
    private readonly List<LabChange> changes = [];
    private readonly List<IDisposable> kept = [];
    private readonly LabSight sight;
    private readonly HashSet<string> shared = new(StringComparer.Ordinal);
    private NamespaceSession? changing;
    private int spaces;

    /// <param name="lab">The lab's name.</param>
    public LabPlan(string lab)
    {
        this.lab = lab;
        steps = new LabStepList(Plan);
        sight = new LabSight(LabMark.Of(lab));
    }

    public Plan Plan { get; } = new();

    /// <summary>One for each step of <see cref="Plan"/>, made anew whenever it is asked for.</summary>
    public IReadOnlyList<LabStep> Steps => steps;

    /// <summary>What becomes different in a lab that is there already; empty for a new one.</summary>
    public IReadOnlyList<LabChange> Changes => changes;

    /// <summary>Whether the lab is there already.</summary>
    public bool IsUpdate { get; internal init; }

    /// <summary>Whether namespaces have IPv6, and remain as they are once the first bridge comes up but for the bridges.</summary>
    internal bool LooksEarly { get; set; }

    /// <summary>Notes a change that the steps make.</summary>
    /// <param name="action">What is done.</param>
    /// <param name="kind">As <see cref="LabChange.Kind"/>.</param>
    /// <param name="target">Which one.</param>
    /// <param name="place">Where; null: in the lab as a whole.</param>
    /// <param name="before">What it was.</param>
    /// <param name="after">What it becomes.</param>
    internal void Tell(LabChangeAction action, string kind, string target, LabPlace? place = null, string? before = null, string? after = null) =>
        changes.Add(new LabChange { Lab = lab, Action = action, Kind = kind, Target = target, Namespace = place?.Name, Before = before, After = after });

    /// <summary>The same text for all steps that say the same: most namespaces of a lab have the same default route.</summary>
    internal string Shared(string text)
    {
        _ = shared.Add(text);
        return shared.TryGetValue(text, out var known) ? known : text;
    }

    /// <summary>A namespace that a step of this plan makes.</summary>
    internal LabPlace NewPlace(string name)
    {
        var place = new LabPlace(name);
        kept.Add(place);
        return place;
    }

    /// <summary>Something that a step has opened and that stays open until the plan is disposed.</summary>
    internal void Keep(IDisposable item) => kept.Add(item);

    internal void Add(LabPlace place, string action, string target, string command, Action apply, Action? undo = null) =>
        Add(place, action, target, new Step(command, apply, undo) { Target = target });

    /// <summary>A step whose command line is written when somebody wants to read it.</summary>
    internal void Add(LabPlace place, string action, string target, Func<string> command, Action apply, Action? undo = null) =>
        Add(place, action, target, new Step(command, apply, undo) { Target = target });

    /// <summary>A step that makes a namespace: it needs none of those before it.</summary>
    internal void AddSpace(LabPlace place, string action, Func<string> command, Action apply, Action undo)
    {
        place.Number = ++spaces;
        Add(place, action, place.Name!, new Step(command, apply, undo) { Target = place.Name, Group = "namespaces" });
    }

    /// <summary>A step that needs no more namespaces than these.</summary>
    internal void AddIn(LabPlace place, LabPlace other, string action, string target, Func<string> command, Action apply, Action? undo = null) =>
        Add(place, action, target, new Step(command, apply, undo) { Target = target, Needs = Math.Max(place.Number, other.Number) });

    /// <summary>A step that needs no namespace but this.</summary>
    internal void AddIn(LabPlace place, string action, string target, Func<string> command, Action apply, Action? undo = null) =>
        AddIn(place, place, action, target, command, apply, undo);

    /// <summary>What is in a namespace can be read when the last step so far has been taken: nothing changes it any more.</summary>
    internal void AddLook(LabPlace place) => Plan.Steps[^1].Errand += () => sight.LookAhead(place.Session);

    /// <summary>A step that cannot be taken back; nothing may follow it.</summary>
    internal void AddFinal(LabPlace place, string action, string target, string command, Action apply) =>
        Add(place, action, target, new Step(command, apply) { Target = target, IsFinal = true });

    internal void Add(LabPlace place, string action, string target, Plan other)
    {
        foreach (var _ in other.Steps)
            steps.Add(place, action, target);
        Plan.Add(other);
    }

    private void Add(LabPlace place, string action, string target, Step step)
    {
        steps.Add(place, action, target);
        Plan.Add(step);
    }

    /// <summary>
    /// Reads what there is to be read of the namespaces that the plan has made, if that is final, before something happens in another one that slows all of them down: with
    /// a bridge of a thousand IPv6 nodes each of their multicast packets is taken in a thousand times.
    /// </summary>
    /// <param name="where">Where it happens; what it changes is read later.</param>
    internal void LookBefore(LabPlace where)
    {
        if (!LooksEarly || changing is not null)
            return;
        changing = where.Session;
        sight.LookAt(Places.Select(place => place.Session).Prepend(where.Session).Distinct());
    }

    private IEnumerable<LabPlace> Places => kept.OfType<LabPlace>();

    /// <summary>Reads the lab from the kernel when the plan has been run.</summary>
    /// <param name="here">Where it was made.</param>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public NetworkLab ReadBack(NamespaceSession here)
    {
        // All namespaces of a lab that was changed are not this plan's.
        if (IsUpdate)
        {
            Dispose();
            return LabReader.Read(lab);
        }
        var spaces = Places.Select(place => place.Session).OrderBy(space => space.Name, StringComparer.Ordinal).ToList();
        // One of the first two has all ports, which takes longest.
        sight.LookAt(Places.Select(place => place.Session).Prepend(here));
        if (changing is not null)
            sight.LookAgain(changing);
        return LabReader.Read(LabSurvey.Of(lab, spaces, here, sight.Seen));
    }

    public void Dispose()
    {
        foreach (var item in kept)
            item.Dispose();
    }
}
