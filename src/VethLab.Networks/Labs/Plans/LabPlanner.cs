using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Commands;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Firewall;
using VethLab.Networks.Labs.State;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Records;

namespace VethLab.Networks.Labs.Plans;

/// <summary>
/// Plans how a lab is made: first what tells whose everything is and what has to be given back, then namespaces, bridges, links, and with a
/// namespace's last one what holds in it as a whole (forwarding, sysctls, routes); then the bridges come up, and at last the way out.
/// </summary>
public sealed class LabPlanner
{
    /// <summary>So many namespaces later one is looked at.</summary>
    private const int Behind = 8;

    private readonly LabDescription lab;
    private readonly LabMark mark;
    private readonly NamespaceSession hereSession;
    private readonly LabPlan plan;
    private readonly LabPlace here;
    private readonly LabPlace bridges;
    private readonly Dictionary<string, LabPlace> spaces = [];
    private readonly LabLinkSteps links;
    private readonly LabCommandSteps commands;
    private readonly Queue<LabPlace> finished = [];

    private LabPlanner(LabDescription lab, NamespaceSession session, LabPlan plan, LabPlace here, CancellationToken cancellation)
    {
        this.lab = lab;
        this.plan = plan;
        this.here = here;
        mark = LabMark.Of(lab.Name);
        hereSession = session;
        bridges = lab.Placement == LabPlacement.Host ? here : plan.NewPlace(lab.Name);
        foreach (var space in lab.Namespaces)
            spaces[space.Name] = plan.NewPlace(space.Name);
        links = new LabLinkSteps(plan, mark, session.HasIPv6);
        commands = new LabCommandSteps(plan, lab.Name, cancellation);
    }

    /// <summary>Plans to make a lab, or to change one that is there already to what is described. The caller keeps the session of the namespace where it is made open, and disposes the plan.</summary>
    /// <param name="lab">What it shall be.</param>
    /// <param name="here">The namespace where it is made.</param>
    /// <param name="cancellation">Ends a step that waits; what the plan is run with.</param>
    /// <exception cref="NetworkException">
    /// LabExists: another has its number; or it is there and cannot be changed to this. RouteExists: no network is free for the uplink.
    /// </exception>
    /// <exception cref="LabConflictException">Something here stands in the way; it tells all that does.</exception>
    public static LabPlan Plan(LabDescription lab, NamespaceSession here, CancellationToken cancellation = default)
    {
        var survey = LabSurvey.Take(lab.Name);
        try
        {
            CheckNumber(survey, lab.Name);
        }
        catch
        {
            survey.Dispose();
            throw;
        }
        if (survey.Labs.ContainsKey(lab.Name))
            return LabUpdate.Plan(lab, survey, here, cancellation);
        survey.Dispose();
        var plan = new LabPlan(lab.Name);
        try
        {
            LabConflicts.Check(lab, here);
            var planner = new LabPlanner(lab, here, plan, new LabPlace(here), cancellation);
            planner.AddSteps();
            return plan;
        }
        catch
        {
            plan.Dispose();
            throw;
        }
    }

    private static void CheckNumber(LabSurvey survey, string lab)
    {
        var group = LabMark.Of(lab).Group;
        if (survey.Labs.Values.FirstOrDefault(other => other.Name != lab && other.Mark.Group == group) is { } twin)
        {
            throw new NetworkException(
                NetworkError.LabExists, $"'{lab}' has the same number in the kernel, {group}, as the lab '{twin.Name}'.", lab,
                "Links are told apart by that number. Choose another name for the new lab.");
        }
    }

    private void AddSteps()
    {
        AddRecords();
        foreach (var space in lab.Namespaces)
            LabNamespaceSteps.Add(plan, spaces[space.Name], mark);
        var ports = lab.Links.SelectMany(link => new[] { link.End, link.Peer }).Where(end => end.Kind == LabNodeKind.Bridge).ToLookup(end => end.Node);
        foreach (var bridge in lab.Bridges)
            links.AddBridge(bridges, bridge, ports[bridge.Name].Count());
        AddLinks();
        // Late, since from then on each multicast packet of an IPv6 node goes to all of them. What commands or an uplink change is read when they are there.
        plan.LooksEarly = HasIPv6() && lab.Uplink is null && PlacedCommand.Of(lab).Count == 0;
        foreach (var bridge in lab.Bridges)
            links.AddUp(bridges, bridge, ports[bridge.Name].Count());
        if (bridges.IsNew)
            new LabHostSteps(plan, bridges).Add(lab.Host);
        else
            new LabHostSteps(plan, bridges).AddSysctlsAndRoutes(lab.Host);
        new LabOutsideSteps(plan, lab, mark, here, bridges, links).Add();
        AddFirewalls();
        commands.Add(PlacedCommand.Of(lab), command => command.Namespace is { } space ? spaces[space] : bridges);
    }

    /// <summary>While some namespaces are still being made, others get their links and all that needs no more than these.</summary>
    private void AddLinks()
    {
        var last = new Dictionary<string, int>();
        for (var i = 0; i < lab.Links.Count; i++)
        {
            foreach (var name in SpacesOf(lab.Links[i]))
                last[name] = i;
        }
        var areFinal = PlacedCommand.Of(lab).Count == 0;
        var hosts = lab.Namespaces.ToNumberedLists(space => last.GetValueOrDefault(space.Name, -1));
        AddHosts(-1);
        for (var i = 0; i < lab.Links.Count; i++)
        {
            var link = lab.Links[i];
            links.AddPair(EndOf(link.End, link.Peer), EndOf(link.Peer, link.End), link.Mtu, link.ToString());
            AddHosts(i);
        }

        void AddHosts(int link)
        {
            foreach (var space in hosts.GetValueOrDefault(link) ?? [])
            {
                new LabHostSteps(plan, spaces[space.Name]).Add(space);
                if (areFinal && link >= 0)
                    AddLook(spaces[space.Name]);
            }
        }
    }

    private static IEnumerable<string> SpacesOf(LabLink link) => new[] { link.End, link.Peer }.Where(end => end.Kind == LabNodeKind.Namespace).Select(end => end.Node);

    /// <summary>A namespace that is done is looked at when some more are: until then the kernel may not have said yet that its links are up.</summary>
    private void AddLook(LabPlace done)
    {
        finished.Enqueue(done);
        if (finished.Count > Behind)
            plan.AddLook(finished.Dequeue());
    }

    private bool HasIPv6() => LabLinkSteps.HasIPv6(lab.Bridges.SelectMany(bridge => bridge.IPAddress).Concat(lab.Links.SelectMany(link => link.End.IPAddress.Concat(link.Peer.IPAddress))));

    private void AddFirewalls()
    {
        var nodes = FirewallNodes.Of(lab);
        LabFirewallSteps.Add(plan, bridges, mark, null, LabFirewallSteps.ChainsOf(lab.Host, lab.Name, nodes));
        foreach (var space in lab.Namespaces)
            LabFirewallSteps.Add(plan, spaces[space.Name], mark, null, LabFirewallSteps.ChainsOf(space, space.Name, nodes));
    }

    /// <summary>
    /// What says that there is a lab comes first, and with it what has to be given back: should this process be killed, it is all there.
    /// </summary>
    private void AddRecords()
    {
        if (bridges.IsNew)
            LabNamespaceSteps.Add(plan, bridges, mark);
        var former = bridges.IsNew ? [] : lab.Host.Sysctls.Select(sysctl => LabConflicts.FormerValue(hereSession, sysctl.Key));
        LabRecordSteps.Add(plan, bridges, mark, [.. LabRecordSteps.Of(lab, hereSession.HasNfTables), .. PlacedCommand.Of(lab).SelectMany(CommandRecord.Write), .. former]);
    }

    private LabPlace PlaceOf(LabEnd end) => end.Kind switch
    {
        LabNodeKind.Here => here,
        LabNodeKind.Bridge => bridges,
        _ => spaces[end.Node],
    };

    private LabLinkSteps.End EndOf(LabEnd end, LabEnd other) => LabLinkSteps.End.Of(lab, end, other, PlaceOf(end));
}
