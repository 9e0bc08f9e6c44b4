using VethLab.Linux.Namespaces;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Firewall;
using VethLab.Networks.Labs.State;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Records;

namespace VethLab.Networks.Labs.Plans;

/// <summary>
/// Plans how a lab that is there becomes what a description says, touching only what differs: records of what has to be given back first, then what goes,
/// since its names may be wanted again, then what comes and what changes, and at last namespaces that go, which cannot be taken back. What a killed process
/// has left half made is completed in the same way.
/// </summary>
internal sealed class LabUpdate
{
    private readonly LabDescription wanted;
    private readonly LabDescription now;
    private readonly LabSitting sitting;
    private readonly LabPlan plan;
    private readonly LabMark mark;
    private readonly LabUpdatePlaces places;
    private readonly LabLinkSteps links;
    private readonly LabCommandUpdate commands;

    private LabUpdate(LabPlan plan, LabDescription lab, LabSitting sitting, LabPlace here, CancellationToken cancellation)
    {
        this.plan = plan;
        this.sitting = sitting;
        wanted = LabNormalForm.Of(lab);
        now = sitting.Portrait;
        mark = LabMark.Of(lab.Name);
        places = new LabUpdatePlaces(plan, sitting, wanted, here);
        links = new LabLinkSteps(plan, mark, here.Session.HasIPv6);
        commands = new LabCommandUpdate(plan, places, sitting, wanted, new LabCommandSteps(plan, lab.Name, cancellation));
    }

    /// <summary>Plans it.</summary>
    /// <param name="lab">What it shall be.</param>
    /// <param name="survey">What there is; the plan takes it over, and closes it.</param>
    /// <param name="here">Where it is described.</param>
    /// <param name="cancellation">Ends a step that waits.</param>
    /// <exception cref="NetworkException">LabExists: with another placement, or made in another namespace.</exception>
    /// <exception cref="LabConflictException">Something here stands in the way of what is to be added.</exception>
    internal static LabPlan Plan(LabDescription lab, LabSurvey survey, NamespaceSession here, CancellationToken cancellation)
    {
        var plan = new LabPlan(lab.Name) { IsUpdate = true };
        plan.Keep(survey);
        try
        {
            var sitting = new LabSitting(survey.Labs[lab.Name]);
            Check(lab, sitting, here);
            new LabUpdate(plan, lab, sitting, new LabPlace(here), cancellation).AddSteps();
            return plan;
        }
        catch
        {
            plan.Dispose();
            throw;
        }
    }

    private static void Check(LabDescription lab, LabSitting sitting, NamespaceSession here)
    {
        if (sitting.Traces.Outside.FirstOrDefault(outside => outside.Session.Handle.Inode != here.Handle.Inode) is { } other)
        {
            throw new NetworkException(
                NetworkError.LabExists, $"The lab '{lab.Name}' was made in {other.Session.Description}.", lab.Name,
                $"Change it there, or take another name. Remove-VethLab {lab.Name} removes it.");
        }
        if (sitting.Placement != lab.Placement && (sitting.Traces.Own is not null || sitting.Traces.Outside.Count > 0))
        {
            throw new NetworkException(
                NetworkError.LabExists, $"The lab '{lab.Name}' exists with placement {sitting.Placement}, which cannot be changed.", lab.Name,
                $"Remove-VethLab {lab.Name} removes it; then it can be made anew.");
        }
    }

    private void AddSteps()
    {
        CheckFree();
        var linkUpdate = new LabLinkUpdate(plan, places, now, wanted, links);
        var outside = new LabOutsideUpdate(plan, places, sitting, wanted, links, linkUpdate);
        AddOwnNamespace();
        AddRecords();
        commands.AddEnds();
        outside.AddRemovals();
        linkUpdate.AddRemovals();
        AddNamespaces();
        foreach (var place in places.Own)
            linkUpdate.BringUp(place, LabHostSteps.Loopback);
        linkUpdate.AddRest();
        AddHosts();
        outside.AddRest();
        AddFirewalls();
        commands.AddStarts();
        RemoveRecords();
        RemoveNamespaces();
    }

    private IEnumerable<LabNamespace> NewSpaces => wanted.Namespaces.Where(space => places[space.Name].IsNew);

    private IEnumerable<LabNamespace> GoingSpaces => now.Namespaces.Where(space => !wanted.Namespaces.Any(other => other.Name == space.Name));

    /// <summary>What the lab has is its own; everything else must be free.</summary>
    private void CheckFree()
    {
        var here = places.SpaceOf(places.Here);
        var own = here?.Links.Where(mark.IsOn).ToDictionary(link => link.Index, link => link.Name) ?? [];
        LabConflicts.Check(wanted, places.Here.Session, new LabHoldings(
            sitting.Traces.Namespaces.Select(space => space.Name!).Concat(sitting.Traces.Placeholders).ToHashSet(),
            own.Values.ToHashSet(),
            here?.Routes.Where(route => own.ContainsKey(route.InterfaceIndex)).Select(route => route.Destination).ToHashSet() ?? [],
            now.Host.Sysctls.Select(sysctl => sysctl.Key).ToHashSet()));
    }

    private void AddOwnNamespace()
    {
        foreach (var name in sitting.Traces.Placeholders)
        {
            plan.Add(places.Here, "Remove placeholder", name, $"rm {ShellPrefix.Quote(NamespaceDirectory.PathOf(name))}", () =>
            {
                if (NamespaceDirectory.PlaceholderMark(name) == mark.Alias)
                    NamespaceDirectory.Remove(name);
            });
        }
        if (!places.Bridges.IsNew)
            return;
        LabNamespaceSteps.Add(plan, places.Bridges, mark);
        plan.Tell(LabChangeAction.Add, "namespace", wanted.Name);
    }

    private void AddNamespaces()
    {
        foreach (var space in NewSpaces)
        {
            LabNamespaceSteps.Add(plan, places[space.Name], mark);
            plan.Tell(LabChangeAction.Add, "namespace", space.Name);
        }
    }

    private void AddHosts()
    {
        foreach (var space in wanted.Namespaces)
        {
            var place = places[space.Name];
            if (place.IsNew)
                new LabHostSteps(plan, place).Add(space);
            else
                new LabHostUpdate(plan, place, places.SpaceOf(place)!).AddOwn(now.Namespaces.First(other => other.Name == space.Name), space, places.TouchedIn(place));
        }
        if (places.Bridges.IsNew)
            new LabHostSteps(plan, places.Bridges).Add(wanted.Host);
        else if (wanted.Placement == LabPlacement.Namespace)
            new LabHostUpdate(plan, places.Bridges, places.SpaceOf(places.Bridges)!).AddOwn(now.Host, wanted.Host, places.TouchedIn(places.Bridges));
        else
            new LabHostUpdate(plan, places.Here, places.SpaceOf(places.Here) ?? new LabSpace(places.Here.Session)).Add(now.Host, wanted.Host, FormerValue, places.TouchedIn(places.Here));
    }

    /// <summary>Rules name nodes, so that they change with these nodes' addresses as well.</summary>
    private void AddFirewalls()
    {
        var (nodes, formerNodes) = (FirewallNodes.Of(wanted), FirewallNodes.Of(now));
        if (wanted.Placement == LabPlacement.Namespace)
            AddFirewall(places.Bridges, now.Host, wanted.Host);
        foreach (var space in wanted.Namespaces)
            AddFirewall(places[space.Name], now.Namespaces.FirstOrDefault(other => other.Name == space.Name), space);

        void AddFirewall(LabPlace place, LabHost? former, LabHost host)
        {
            var before = place.IsNew ? null : LabFirewallSteps.ChainsOf(former!, place.Name!, formerNodes);
            if (!LabFirewallSteps.Add(plan, place, mark, before, LabFirewallSteps.ChainsOf(host, place.Name!, nodes)) || place.IsNew)
                return;
            var action = former!.Firewall is null ? LabChangeAction.Add : host.Firewall is null ? LabChangeAction.Remove : LabChangeAction.Change;
            plan.Tell(action, "firewall", place.Name!, place, Count(former.Firewall), Count(host.Firewall));
        }

        static string? Count(LabFirewall? firewall) => firewall is null ? null : $"{firewall.Rules.Count} rules";
    }

    /// <summary>What a setting here had before the lab.</summary>
    private string? FormerValue(string key) =>
        sitting.Records.Select(RecordText.ParseHad).FirstOrDefault(had => had?.Key == key)?.Value;

    private IEnumerable<string> WantedRecords => LabRecordSteps.Of(wanted, places.Here.Session.HasNfTables);

    private void AddRecords()
    {
        var former = wanted.Placement == LabPlacement.Host
            ? wanted.Host.Sysctls.Where(sysctl => FormerValue(sysctl.Key) is null).Select(sysctl => LabConflicts.FormerValue(places.Here.Session, sysctl.Key)) : [];
        LabRecordSteps.Add(plan, places.Bridges, mark, [.. WantedRecords.Except(sitting.Records), .. former, .. commands.Records]);
        foreach (var expectation in wanted.Reachability.Except(now.Reachability))
            plan.Tell(LabChangeAction.Add, "expectation", expectation.ToString());
        foreach (var expectation in now.Reachability.Except(wanted.Reachability))
            plan.Tell(LabChangeAction.Remove, "expectation", expectation.ToString());
    }

    private void RemoveRecords()
    {
        if (places.Bridges.IsNew)
            return;
        var wantedRecords = WantedRecords.ToHashSet();
        var gone = sitting.Records.Where(record => (AskedText.IsOne(record) || RecordText.ParseExpects(record) is not null) && !wantedRecords.Contains(record));
        var given = sitting.Records.Where(record => RecordText.ParseHad(record) is { } had && !wanted.Host.Sysctls.Any(sysctl => sysctl.Key == had.Key));
        LabRecordSteps.Remove(plan, places.Bridges, mark, [.. gone, .. given]);
    }

    private void RemoveNamespaces()
    {
        var going = GoingSpaces.Select(space => places[space.Name]).ToList();
        if (going.Count == 0)
            return;
        foreach (var place in going)
            plan.Tell(LabChangeAction.Remove, "namespace", place.Name!);
        plan.AddFinal(
            places.Here, "Remove namespace", string.Join(", ", going.Select(place => place.Name)),
            string.Join(" && ", going.Select(place => $"ip netns delete {ShellPrefix.Quote(place.Name!)}")), () =>
            {
                foreach (var place in going)
                {
                    // Its links go at once, not when the kernel finds the time.
                    NamespaceContents.DeleteLinks(place.Session);
                    NamespaceDirectory.Remove(place.Name!);
                }
            });
    }
}
