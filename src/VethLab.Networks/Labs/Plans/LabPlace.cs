using VethLab.Linux.Namespaces;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.Plans;

/// <summary>
/// A namespace in which things of a lab are made. It may be one that an earlier step of the plan makes: command lines can be written before it
/// is there. What it opened is closed by Dispose, and must be, or the namespace would live on.
/// </summary>
internal sealed class LabPlace : IDisposable
{
    private const int LoopbackIndex = 1;

    private readonly Dictionary<string, int> indexes = [];
    private readonly ShellPrefix? shell;
    private NamespaceSession? session;
    private int nextIndex;

    /// <summary>One that is to be made.</summary>
    internal LabPlace(string name) => Name = name;

    /// <summary>One that is there. The caller keeps the session open.</summary>
    internal LabPlace(NamespaceSession here)
    {
        Name = here.Name;
        shell = here.Shell;
        session = here;
    }

    /// <summary>Null where it has none, as the machine's own.</summary>
    internal string? Name { get; }

    internal bool IsNew => shell is null;

    /// <summary>Which of the namespaces that the plan makes it is, from 1; 0: it is there.</summary>
    internal int Number { get; set; }

    /// <summary>Open for work, once it is there.</summary>
    internal NamespaceSession Session => session ?? throw new InvalidOperationException($"namespace {Name} is not there yet");

    internal string Ip(string arguments) => shell?.Ip(arguments) ?? $"ip -n {ShellPrefix.Quote(Name!)} {arguments}";

    internal string Run(string command) => shell?.Run(command) ?? $"ip netns exec {ShellPrefix.Quote(Name!)} {command}";

    internal string Sysctl(string key, string value) => Run($"sysctl -w net/{key}={ShellPrefix.Quote(value)}");

    /// <summary>What stands for it behind netns.</summary>
    internal string Target => shell?.Target ?? ShellPrefix.Quote(Name!);

    /// <summary>Makes it, marked before anybody can see it, its loopback up. Where that fails nothing remains.</summary>
    internal void Create(LabMark mark) => KernelErrors.Explained(
        Name,
        () =>
        {
            var opened = NamespaceOperations.NewSpace(Name!);
            try
            {
                opened.Links.Change(LoopbackIndex, new LinkDescription { Alias = mark.Alias, Group = mark.Group, Up = true });
                // IPv4's settings are the machine's in a new namespace (devinet_init_net), and not every node of a lab is a router because the machine is one.
                if (opened.Settings.ForwardsIPv4())
                    opened.Sysctls.Write(Forwarding.ForwardingSwitch.IPForward, "0");
                NamespaceDirectory.Mount(Name!, opened.Handle, mark.Alias);
                session = opened;
            }
            catch
            {
                opened.Dispose();
                throw;
            }
        },
        failure => NamespaceOperations.ExplainCreation(failure, Name!));

    /// <summary>Takes its name away and lets go of it, so that it ends with all that is in it.</summary>
    internal void Remove()
    {
        Dispose();
        NamespaceDirectory.Remove(Name!);
    }

    /// <summary>The index of one of its links.</summary>
    internal int IndexOf(string name)
    {
        if (!indexes.TryGetValue(name, out var index))
            indexes[name] = index = Interfaces.InterfaceReader.Need(Session, name).Index;
        return index;
    }

    /// <summary>A link of the name is new, and its index another than one before it had.</summary>
    internal void Forget(string name) => indexes.Remove(name);

    /// <summary>A link of the name is new and has this index.</summary>
    internal void Remember(string name, int index) => indexes[name] = index;

    /// <summary>
    /// An index for a link to be made; null: the kernel is to choose. One that is known beforehand need not be asked for. In a namespace that is there somebody else may
    /// take it first, and a new one may have tunnels in it (net.core.fb_tunnels_only_for_init_net).
    /// </summary>
    /// <param name="other">
    /// That of its peer, which it does not get: the kernel would take its peer for the link itself and be in no hurry to tell that it has come up (linkwatch_urgent_event),
    /// so that its state would be Unknown for up to a second.
    /// </param>
    internal int? ChooseIndex(int other = 0)
    {
        if (nextIndex == 0)
            nextIndex = IsNew ? LoopbackIndex + 1 : Session.Links.List().Max(link => link.Index) + 1;
        if (nextIndex == other)
            nextIndex++;
        return nextIndex < 0 ? null : nextIndex++;
    }

    /// <summary>An index that was chosen was taken.</summary>
    internal void LeaveIndexesToKernel() => nextIndex = -1;

    /// <summary>Deletes a link, if it has the mark; it may be gone already, with its peer.</summary>
    internal void Delete(string name, LabMark mark)
    {
        Forget(name);
        if (Session.Links.Find(name) is { } link && mark.IsOn(link))
            Session.Links.Delete(link.Index);
    }

    public void Dispose()
    {
        if (!IsNew)
            return;
        session?.Dispose();
        session = null;
    }
}
