using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.NfTables;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Records;

namespace VethLab.Networks.Labs.State;

/// <summary>
/// Looks for labs in the kernel: here, in the namespaces of this process and of process 1, and in all that have a name. Links and loopbacks
/// tell by number and alias, tables by name, files below /run/netns by content. Dispose closes what it opened; until then those namespaces
/// stay.
/// </summary>
internal sealed class LabSurvey : IDisposable
{
    private const int LoopbackIndex = 1;

    /// <summary>A namespace's links, and the lab that it belongs to, or else those that have a table in it.</summary>
    private sealed record Sight(IReadOnlyList<LinkMessage> Links, string? Lab, HashSet<string> Tables);

    private readonly List<NamespaceSession> opened = [];
    private readonly Dictionary<string, LabTraces> labs = new(StringComparer.Ordinal);
    private readonly List<(NamespaceSession Session, IReadOnlyList<LinkMessage> Links, HashSet<string> Tables)> others = [];
    private readonly Dictionary<NamespaceSession, IReadOnlyList<LinkMessage>> links = [];

    private LabSurvey()
    {
    }

    /// <summary>All labs of which something is to be seen, by name.</summary>
    internal IReadOnlyDictionary<string, LabTraces> Labs => labs;

    /// <param name="names">Labs to look for, whatever their things say: what was left without an alias is known by its number.</param>
    /// <exception cref="NetworkException">NotPermitted.</exception>
    internal static LabSurvey Take(params IEnumerable<string> names)
    {
        var survey = new LabSurvey();
        try
        {
            survey.LookInto([.. survey.Candidates()]);
            survey.Assign(names);
            return survey;
        }
        catch
        {
            survey.Dispose();
            throw;
        }
    }

    /// <summary>What there is of a lab whose namespaces are known, and here. The sessions stay the caller's.</summary>
    /// <param name="name">The lab's name.</param>
    /// <param name="spaces">Its namespaces.</param>
    /// <param name="here">Where it was made.</param>
    /// <param name="seen">What has been read of some of them.</param>
    /// <exception cref="NetworkException">NotPermitted.</exception>
    internal static LabTraces Of(string name, IEnumerable<NamespaceSession> spaces, NamespaceSession here, IReadOnlyDictionary<NamespaceSession, SeenSpace> seen)
    {
        using var survey = new LabSurvey();
        var traces = survey.TracesOf(name);
        traces.Seen = seen;
        if (seen.GetValueOrDefault(here)?.Context is { } context)
            survey.links.Add(here, context.Links);
        traces.Namespaces.AddRange(spaces);
        survey.LookInside([here]);
        survey.Assign([name]);
        return traces;
    }

    private IEnumerable<NamespaceSession> Candidates()
    {
        var seen = new HashSet<ulong>();
        var here = Keep(NamespaceLocator.OpenHere());
        seen.Add(here.Handle.Inode);
        yield return here;
        foreach (var path in new[] { "/proc/self/ns/net", "/proc/1/ns/net" })
        {
            var inode = FileIdentity.InodeOf(path);
            if (inode != 0 && seen.Add(inode) && TryOpen(path, null) is { } session)
                yield return session;
        }
        foreach (var name in NamespaceDirectory.Names())
        {
            if (NamespaceDirectory.PlaceholderMark(name) is { } mark)
            {
                if (LabMark.LabOfAlias(mark) is { } lab)
                    TracesOf(lab).Placeholders.Add(name);
                continue;
            }
            var path = NamespaceDirectory.PathOf(name);
            if (seen.Add(FileIdentity.InodeOf(path)) && TryOpen(path, name) is { } session)
                yield return session;
        }
    }

    private NamespaceSession? TryOpen(string path, string? name)
    {
        try
        {
            return Keep(new NamespaceSession(NamespaceHandle.Open(path), isHere: false, name));
        }
        catch (LinuxException)
        {
            // It ended meanwhile, is no namespace, or is not for us to enter: nothing of ours is there.
            return null;
        }
    }

    private NamespaceSession Keep(NamespaceSession session)
    {
        opened.Add(session);
        return session;
    }

    /// <summary>
    /// Looks into all of them. Most that belong to labs have a link whose other end is here, and with it a number by which their loopback can be asked for from here;
    /// going into each of a thousand would take twice as long. Meanwhile another thread, where there is one, looks around here.
    /// </summary>
    private void LookInto(List<NamespaceSession> candidates)
    {
        var (here, others) = (candidates[0], candidates[1..]);
        string?[] labs = [];
        using var asking = NamespaceLocator.OpenHere();
        HomeThreads.Run(HomeThreads.CountFor(candidates.Count), 2, i =>
        {
            if (i == 0)
                LookInside([here]);
            else
                labs = LabsOf(others, asking);
        });
        for (var i = 0; i < others.Count; i++)
        {
            if (labs[i] is { } lab)
                TracesOf(lab).Namespaces.Add(others[i]);
        }
        LookInside(others.Where((_, i) => labs[i] is null).ToList());
    }

    /// <summary>The lab that each of some namespaces belongs to; null: none, or that is not to be seen.</summary>
    /// <param name="others">The namespaces.</param>
    /// <param name="here">From where they are looked at.</param>
    private static string?[] LabsOf(List<NamespaceSession> others, NamespaceSession here)
    {
        try
        {
            return here.Links.FindInEach(others.ConvertAll(other => other.Handle), LoopbackIndex).Select(loopback => loopback is null ? null : LabMark.LabOf(loopback)).ToArray();
        }
        catch (LinuxException)
        {
            // Whatever it was, who looks inside learns it.
            return new string?[others.Count];
        }
    }

    private void LookInside(List<NamespaceSession> sessions)
    {
        var seen = new Sight[sessions.Count];
        HomeThreads.ForEach(sessions.Count, i => seen[i] = KernelErrors.Explained(sessions[i].Name, () => Look(sessions[i])));
        for (var i = 0; i < sessions.Count; i++)
            Note(sessions[i], seen[i]);
    }

    private Sight Look(NamespaceSession session)
    {
        var links = this.links.GetValueOrDefault(session) ?? session.Links.List();
        if (links.FirstOrDefault(link => link.Index == LoopbackIndex) is { } loopback && LabMark.LabOf(loopback) is { } lab)
            return new Sight(links, lab, []);
        var tables = session.HasNfTables
            ? session.NfTables.GetTables(NfFamily.IPv4).Select(table => LabMark.LabOfTable(table.Name)).OfType<string>().ToHashSet()
            : [];
        return new Sight(links, null, tables);
    }

    private void Note(NamespaceSession session, Sight seen)
    {
        links[session] = seen.Links;
        if (seen.Lab is { } lab)
        {
            TracesOf(lab).Namespaces.Add(session);
            return;
        }
        var marked = seen.Links.Where(link => VethLabMark.IsOn(link) && link.Group != VethLabMark.Group).ToList();
        foreach (var name in marked.Select(link => LabMark.LabOfAlias(link.Alias)).OfType<string>().Concat(seen.Tables))
            TracesOf(name);
        if (marked.Count > 0 || seen.Tables.Count > 0)
            others.Add((session, marked, seen.Tables));
    }

    private LabTraces TracesOf(string lab)
    {
        if (!labs.TryGetValue(lab, out var traces))
            labs[lab] = traces = new LabTraces(lab, links);
        return traces;
    }

    private void Assign(IEnumerable<string> names)
    {
        foreach (var traces in labs.Values.Concat(names.Where(name => !labs.ContainsKey(name)).Select(name => new LabTraces(name, links))).ToList())
        {
            foreach (var (session, links, tables) in others)
            {
                var own = links.Where(traces.Mark.IsOn).ToList();
                if (own.Count > 0 || tables.Contains(traces.Name))
                    traces.Outside.Add(new LabOutside(session, own, tables.Contains(traces.Name)));
            }
            if (traces.Outside.Count > 0)
                labs.TryAdd(traces.Name, traces);
        }
    }

    public void Dispose()
    {
        foreach (var session in opened)
            session.Dispose();
    }
}
