using VethLab.Linux.Namespaces;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Commands;
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
    private readonly LabCommandSteps commands;

    private LabUpdate(LabPlan plan, LabDescription lab, LabSitting sitting, LabPlace here, CancellationToken cancellation)
    {
        this.plan = plan;
        this.sitting = sitting;
        wanted = LabNormalForm.Of(lab);
        now = sitting.Portrait;
        mark = LabMark.Of(lab.Name);
        places = new LabUpdatePlaces(plan, sitting, wanted, here);
        links = new LabLinkSteps(plan, mark, here.Session.HasIPv6);
        commands = new LabCommandSteps(plan, lab.Name, cancellation);
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
        var plan = new LabPlan { IsUpdate = true };
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
        var outside = new LabOutsideUpdate(plan, places, sitting, wanted, links);
        var linkUpdate = new LabLinkUpdate(plan, places, now, wanted, links);
        var (oldCommands, newCommands, allCommands) = CommandChanges();
        AddOwnNamespace();
        AddRecords(newCommands);
        EndCommands(oldCommands);
        outside.AddRemovals();
        linkUpdate.AddRemovals();
        AddNamespaces();
        linkUpdate.AddRest();
        AddHosts();
        outside.AddRest();
        AddFirewalls();
        StartCommands(newCommands);
        RemoveRecords();
        OrderCommandRecords(newCommands, allCommands);
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
        Tell(LabChangeAction.Add, "namespace", wanted.Name);
    }

    private void AddNamespaces()
    {
        foreach (var space in NewSpaces)
        {
            LabNamespaceSteps.Add(plan, places[space.Name], mark);
            Tell(LabChangeAction.Add, "namespace", space.Name);
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
                new LabHostUpdate(plan, wanted.Name, place, places.SpaceOf(place)!).AddOwn(now.Namespaces.First(other => other.Name == space.Name), space, places.TouchedIn(place));
        }
        if (places.Bridges.IsNew)
            new LabHostSteps(plan, places.Bridges).Add(wanted.Host);
        else if (wanted.Placement == LabPlacement.Namespace)
            new LabHostUpdate(plan, wanted.Name, places.Bridges, places.SpaceOf(places.Bridges)!).AddOwn(now.Host, wanted.Host, places.TouchedIn(places.Bridges));
        else
            new LabHostUpdate(plan, wanted.Name, places.Here, places.SpaceOf(places.Here) ?? new LabSpace(places.Here.Session)).Add(now.Host, wanted.Host, FormerValue, places.TouchedIn(places.Here));
    }

    /// <summary>Rules name nodes, so that they change with these nodes' addresses as well.</summary>
    private void AddFirewalls()
    {
        var (nodes, formerNodes) = (FirewallNodes.Of(wanted), FirewallNodes.Of(now));
        foreach (var (owner, host) in wanted.Namespaces.Select(space => (space.Name, (LabHost)space)).Prepend((wanted.Name, wanted.Host)))
        {
            var place = owner == wanted.Name && wanted.Placement == LabPlacement.Namespace ? places.Bridges : owner == wanted.Name ? null : places[owner];
            if (place is null)
                continue;
            var former = place.IsNew ? null : owner == wanted.Name ? now.Host.Firewall : now.Namespaces.First(space => space.Name == owner).Firewall;
            var (before, after) = (ChainsOf(former, owner, formerNodes), ChainsOf(host.Firewall, owner, nodes));
            var commands = FirewallTable.Commands(mark.Table, after);
            if (commands == FirewallTable.Commands(mark.Table, before))
                continue;
            plan.Add(
                place, "Set up firewall", owner, place.Run($"nft {ShellPrefix.Quote(commands)}"),
                () => FirewallTable.Write(place.Session, mark.Table, after),
                place.IsNew ? null : () => FirewallTable.Write(place.Session, mark.Table, before));
            Tell(former is null ? LabChangeAction.Add : host.Firewall is null ? LabChangeAction.Remove : LabChangeAction.Change, "firewall", owner, place, Count(former), Count(host.Firewall));
        }

        static string? Count(LabFirewall? firewall) => firewall is null ? null : $"{firewall.Rules.Count} rules";
    }

    private static FirewallChains ChainsOf(LabFirewall? firewall, string owner, FirewallNodes nodes) => FirewallChains.Of(firewall ?? new LabFirewall(), owner, nodes);

    /// <summary>What a setting here had before the lab.</summary>
    private string? FormerValue(string key) =>
        sitting.Records.Select(RecordText.ParseHad).FirstOrDefault(had => had?.Key == key)?.Value;

    /// <summary>The records of a description, but for those of commands and of former values.</summary>
    private List<string> RecordsOf(LabDescription lab) =>
        [.. lab.Placement == LabPlacement.Host ? [RecordText.Lab] : Array.Empty<string>(), .. lab.Reachability.Select(RecordText.Expects), .. places.Here.Session.HasNfTables ? AskedText.For(lab) : []];

    private void AddRecords(IReadOnlyList<PlacedCommand> newCommands)
    {
        var former = wanted.Placement == LabPlacement.Host
            ? wanted.Host.Sysctls.Where(sysctl => FormerValue(sysctl.Key) is null).Select(sysctl => LabConflicts.FormerValue(places.Here.Session, sysctl.Key)) : [];
        LabRecordUpdate.Add(plan, places.Bridges, mark, [.. RecordsOf(wanted).Except(sitting.Records), .. former, .. newCommands.SelectMany(CommandRecord.Write)]);
        foreach (var expectation in wanted.Reachability.Except(now.Reachability))
            Tell(LabChangeAction.Add, "expectation", expectation.ToString());
        foreach (var expectation in now.Reachability.Except(wanted.Reachability))
            Tell(LabChangeAction.Remove, "expectation", expectation.ToString());
    }

    private void RemoveRecords()
    {
        if (places.Bridges.IsNew)
            return;
        var wantedRecords = RecordsOf(wanted);
        var gone = sitting.Records.Where(record => (AskedText.IsOne(record) || RecordText.ParseExpects(record) is not null) && !wantedRecords.Contains(record));
        var given = sitting.Records.Where(record => RecordText.ParseHad(record) is { } had && !wanted.Host.Sysctls.Any(sysctl => sysctl.Key == had.Key));
        LabRecordUpdate.Remove(plan, places.Bridges, mark, [.. gone, .. given]);
    }

    /// <summary>The records of commands in the order in which they are asked for, without those that are not any more: in it they are started when the lab is made again.</summary>
    private void OrderCommandRecords(IReadOnlyList<PlacedCommand> added, IReadOnlyList<PlacedCommand> all)
    {
        var before = CommandRecord.Read(sitting.Records);
        if (places.Bridges.IsNew || InNamespaces(before) == InNamespaces(all))
            return;
        List<string> there = [.. before.Concat(added).SelectMany(CommandRecord.Write)];
        LabRecordUpdate.Replace(plan, places.Bridges, mark, CommandRecord.Is, there, [.. all.SelectMany(CommandRecord.Write)]);
        if (before.Count == all.Count && added.Count == 0)
            Tell(LabChangeAction.Change, "order of commands", wanted.Name);

        static string InNamespaces(IEnumerable<PlacedCommand> commands) =>
            string.Join('\n', commands.GroupBy(command => command.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal).SelectMany(group => group).SelectMany(CommandRecord.Write));
    }

    /// <summary>Those that are not asked for any more, those that are new, with numbers that nobody has, and all that are asked for.</summary>
    private (IReadOnlyList<PlacedCommand> Old, IReadOnlyList<PlacedCommand> New, IReadOnlyList<PlacedCommand> All) CommandChanges()
    {
        var present = CommandRecord.Read(sitting.Records).ToList();
        var next = present.Select(command => command.Number).DefaultIfEmpty(0).Max() + 1;
        var (added, all) = (new List<PlacedCommand>(), new List<PlacedCommand>());
        var old = new List<PlacedCommand>(present);
        foreach (var command in PlacedCommand.Of(wanted))
        {
            var same = old.FindIndex(other => other.Namespace == command.Namespace && other.Command == command.Command);
            all.Add(same >= 0 ? old[same] : command with { Number = next++ });
            if (same >= 0)
                old.RemoveAt(same);
            else
                added.Add(all[^1]);
        }
        return (old, added, all);
    }

    private LabPlace PlaceOf(PlacedCommand command) => command.Namespace is { } space ? places[space] : places.Bridges;

    private void EndCommands(IReadOnlyList<PlacedCommand> old)
    {
        foreach (var command in old)
        {
            commands.AddEnd(PlaceOf(command), command);
            Tell(LabChangeAction.Remove, "command", command.Command.ToString(), PlaceOf(command));
        }
    }

    private void StartCommands(IReadOnlyList<PlacedCommand> added)
    {
        foreach (var command in added)
        {
            commands.Add(PlaceOf(command), command);
            Tell(LabChangeAction.Add, "command", command.Command.ToString(), PlaceOf(command));
        }
        var stay = added.Where(command => !command.Command.Wait).Select(PlaceOf).Distinct().ToList();
        if (stay.Count > 0)
            commands.AddLook(stay[^1], stay);
    }

    private void RemoveNamespaces()
    {
        var going = GoingSpaces.Select(space => places[space.Name]).ToList();
        if (going.Count == 0)
            return;
        foreach (var place in going)
            Tell(LabChangeAction.Remove, "namespace", place.Name!);
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

    private void Tell(LabChangeAction action, string kind, string target, LabPlace? place = null, string? before = null, string? after = null) =>
        plan.Tell(new LabChange { Lab = wanted.Name, Action = action, Kind = kind, Target = target, Namespace = place?.Name, Before = before, After = after });
}
