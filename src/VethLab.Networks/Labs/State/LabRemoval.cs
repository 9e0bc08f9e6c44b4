using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Errors;
using VethLab.Networks.Forwarding;
using VethLab.Networks.Labs.Commands;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.Networks.Records;

namespace VethLab.Networks.Labs.State;

/// <summary>
/// Removes a lab, or what is left of one: whatever carries its mark, and nothing else. What it changed elsewhere gets its former value back
/// first. It can be stopped, or killed, at any point, and taken up again. Dispose after running.
/// </summary>
public sealed class LabRemoval : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly LabSurvey survey;
    private readonly LabTraces lab;
    private readonly List<NamespaceTurn> turns = [];
    private readonly List<string> held = [];
    private readonly NamespaceSession here = NamespaceLocator.OpenHere();
    private readonly HashSet<int> numbers = [];
    private readonly List<NamespaceSession> going = [];

    private LabRemoval(LabSurvey survey, LabTraces lab)
    {
        this.survey = survey;
        this.lab = lab;
    }

    public Plan Plan { get; } = new() { IsOneWay = true };

    /// <summary>Why something lives on although its name is gone, in words; empty where nothing does.</summary>
    public IReadOnlyList<string> Held => held;

    /// <summary>Plans the removal of a lab.</summary>
    /// <exception cref="NetworkException">InvalidName, LabNotFound, NotPermitted; Busy: somebody else has the turn where the lab has something.</exception>
    /// <exception cref="PlanCancelledException">Cancelled while waiting for that.</exception>
    public static LabRemoval Of(string name, CancellationToken cancellation = default)
    {
        LabName.Check(name);
        var survey = LabSurvey.Take(name);
        if (!survey.Labs.TryGetValue(name, out var lab))
        {
            survey.Dispose();
            throw LabReader.NotFound(name);
        }
        var removal = new LabRemoval(survey, lab);
        try
        {
            removal.Prepare(cancellation);
            return removal;
        }
        catch
        {
            removal.Dispose();
            throw;
        }
    }

    /// <summary>Elsewhere others may be changing the same things: it takes its turn there, everybody in the same order, until all is done.</summary>
    private void Prepare(CancellationToken cancellation)
    {
        var outsides = lab.Outside.ToList();
        outsides.Sort((one, other) => one.Session.Handle.Inode.CompareTo(other.Session.Handle.Inode));
        foreach (var outside in outsides)
            turns.Add(NamespaceTurn.Take(outside.Session, cancellation));
        PlanProcesses();
        foreach (var outside in lab.Outside)
            PlanOutside(outside);
        PlanNamespaces();
    }

    /// <summary>What its commands have left running ends first. Who has no commands pays for no look at all processes.</summary>
    private void PlanProcesses()
    {
        if ((lab.Own ?? lab.Outside.Find(outside => outside.HasTable)?.Session) is not { } place || LabReader.CommandsOf(lab, place).Count == 0)
            return;
        if (CommandProcesses.Find(lab.Name, lab.Inodes) is { Count: > 0 } found)
            Plan.Add($"kill {string.Join(' ', found.Select(process => process.Id))}", () => CommandProcesses.End(lab.Name, lab.Inodes));
    }

    private void PlanOutside(LabOutside outside)
    {
        var session = outside.Session;
        if (session.HasNfTables)
        {
            foreach (var name in KernelErrors.Explained(session.Name, () => BridgeAcceptRules.BridgesOf(session, lab.Mark.Table)))
                new BridgeAcceptRules(session, name, lab.Mark.Table).PlanRemove(Plan);
        }
        if (outside.HasTable)
        {
            var table = new LabTable(session, lab.Mark.Table);
            new ForwardingSwitch(session, table).PlanGiveBack(Plan);
            foreach (var (key, value) in table.Rules(LabTable.Records).Select(rule => RecordText.ParseHad(rule.Comment)).OfType<RecordedSetting>())
                Plan.Add(session.Shell.Sysctl(key, value), () => GiveBack(session, key, value));
            table.PlanDelete(Plan);
        }
        if (outside.Links.Count > 0)
        {
            Plan.Add(
                session.Shell.Ip($"link delete group {lab.Mark.Group}"),
                () => KernelErrors.Explained(lab.Name, () => session.Links.DeleteGroup(lab.Mark.Group)));
        }
    }

    private static void GiveBack(NamespaceSession session, string key, string value) => KernelErrors.Explained(key, () =>
    {
        try
        {
            session.Sysctls.Write(key, value);
        }
        catch (LinuxException failure) when (failure.Errno == Errno.ENOENT)
        {
            // Its interface is gone, and the setting with it.
        }
    });

    /// <summary>The namespaces go all at once: the kernel ends them together, which takes hardly longer than ending one.</summary>
    private void PlanNamespaces()
    {
        // The lab's own comes last: as long as it is there, everybody sees whose the rest is.
        var own = lab.Own;
        foreach (var space in lab.Namespaces.Where(space => space != own).Concat(own is null ? [] : [own]))
        {
            var name = space.Name!;
            Plan.Add(() => $"ip netns delete {ShellPrefix.Quote(name)}", () => KernelErrors.Explained(name, () =>
            {
                if (here.NamespaceIds.Find(space.Handle) is { } number)
                    numbers.Add(number);
                NamespaceDirectory.Remove(name);
                going.Add(space);
            }));
        }
        foreach (var name in lab.Placeholders)
        {
            Plan.Add($"rm {NamespaceDirectory.PathOf(name)}", () => KernelErrors.Explained(name, () =>
            {
                // Nobody may have mounted something on it meanwhile.
                if (NamespaceDirectory.PlaceholderMark(name) == lab.Mark.Alias)
                    NamespaceDirectory.Remove(name);
            }));
        }
    }

    /// <summary>Waits until the kernel has let go of what was removed; at most some seconds, or until cancelled.</summary>
    public void Wait(CancellationToken cancellation = default) => KernelErrors.Explained(lab.Name, () =>
    {
        LetGo();
        var until = DateTime.UtcNow + Patience;
        var pause = 1;
        while (!cancellation.IsCancellationRequested)
        {
            var left = here.Links.List().Where(link => lab.Mark.IsOn(link) || (link.LinkNamespaceId is { } number && numbers.Contains(number))).ToList();
            if (left.Count == 0)
                return;
            if (DateTime.UtcNow > until)
            {
                held.Add($"After {Patience.TotalSeconds:0} s {left.Count} links of the lab are still there, {left[0].Name} for one; something holds a namespace open.");
                return;
            }
            _ = cancellation.WaitHandle.WaitOne(pause);
            pause = Math.Min(pause * 2, 50);
        }
    });

    /// <summary>
    /// Ends its turns, and holds nothing any more. Who else holds a namespace keeps it; what people see of it, its links, goes all the same. All are
    /// held until that is known: the kernel gives the number of one that has ended to the next.
    /// </summary>
    private void LetGo()
    {
        foreach (var turn in turns)
            turn.Dispose();
        turns.Clear();
        var holders = going.Count == 0 ? null : NamespaceHolders.Find(going.Select(space => space.Handle).ToList());
        var ownThreads = going.Count == 0 ? null : NamespaceHolders.OfOwnThreads();
        foreach (var space in going)
        {
            if (holders!.TryGetValue(space.Handle.Inode, out var others))
                held.Add($"Namespace {space.Name} has lost its name but lives on, empty: {NamespaceHolder.Describe(others)}");
            if (others is not null || ownThreads!.Contains(space.Handle.Inode))
                NamespaceContents.DeleteLinks(space);
        }
        going.Clear();
        survey.Dispose();
    }

    public void Dispose()
    {
        LetGo();
        here.Dispose();
    }
}
