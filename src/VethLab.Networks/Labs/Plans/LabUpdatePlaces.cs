using VethLab.Linux.Route;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.State;

namespace VethLab.Networks.Labs.Plans;

/// <summary>The namespaces of a lab that is being changed: those that are there, with what there is in them, and those to be made.</summary>
internal sealed class LabUpdatePlaces
{
    private readonly LabSitting sitting;
    private readonly Dictionary<string, LabPlace> spaces = new(StringComparer.Ordinal);
    private readonly Dictionary<LabPlace, LabSpace> known = [];
    private readonly Dictionary<LabPlace, HashSet<string>> touched = [];

    internal LabUpdatePlaces(LabPlan plan, LabSitting sitting, LabDescription wanted, LabPlace here)
    {
        this.sitting = sitting;
        Here = here;
        var lab = sitting.Traces;
        foreach (var session in lab.Machines)
            known[spaces[session.Name!] = new LabPlace(session)] = sitting[session];
        foreach (var outside in lab.Outside.Where(outside => outside.Session.Handle.Inode == here.Session.Handle.Inode))
            known[here] = sitting[outside.Session];
        if (wanted.Placement == LabPlacement.Host)
            Bridges = here;
        else if (lab.Own is { } own)
            known[Bridges = new LabPlace(own)] = sitting[own];
        else
            Bridges = plan.NewPlace(wanted.Name);
        foreach (var space in wanted.Namespaces.Where(space => !spaces.ContainsKey(space.Name)))
            spaces[space.Name] = plan.NewPlace(space.Name);
    }

    internal LabPlace Here { get; }

    internal LabPlace Bridges { get; }

    internal LabPlace this[string space] => spaces[space];

    internal LabPlace Of(LabEnd end) => end.Kind switch
    {
        LabNodeKind.Here => Here,
        LabNodeKind.Bridge => Bridges,
        _ => spaces[end.Node],
    };

    /// <summary>What there was in a namespace when it was looked at; null: it is to be made, or nothing of the lab is in it.</summary>
    internal LabSpace? SpaceOf(LabPlace place) => known.GetValueOrDefault(place);

    /// <summary>A link as it was then; null: it was not there.</summary>
    internal LinkMessage? Link(LabPlace place, string name) => SpaceOf(place)?.Link(name);

    /// <summary>Its routes that a description could have asked for.</summary>
    internal IReadOnlyList<LabRoute> RoutesThrough(LabPlace place, string name) =>
        SpaceOf(place)?.DescribableRoutes().Select(one => one.Route).Where(route => route.InterfaceAlias == name).ToList() ?? [];

    /// <summary>Those that are there and are the lab's own.</summary>
    internal IEnumerable<LabPlace> Own => known.Keys.Where(place => place != Here);

    /// <summary>Routes through this interface may go by what is done.</summary>
    internal void Touch(LabPlace place, string name)
    {
        if (!touched.TryGetValue(place, out var names))
            touched[place] = names = new HashSet<string>(StringComparer.Ordinal);
        names.Add(name);
    }

    internal IReadOnlySet<string> TouchedIn(LabPlace place) => touched.GetValueOrDefault(place) ?? [];

    /// <summary>Pairs of the lab that no description could tell: whose port was taken out of its bridge, or whose other end is out of sight. By one end each.</summary>
    internal IEnumerable<(LabPlace Place, string Name)> Strays() =>
        sitting.Strays.Select(stray => (known.First(one => one.Value.Session == stray.Session).Key, stray.End.Name));
}
