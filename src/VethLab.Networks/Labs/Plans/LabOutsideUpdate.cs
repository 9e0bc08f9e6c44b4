using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Forwarding;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.State;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat;
using VethLab.Networks.Plans;
using VethLab.Networks.Records;

namespace VethLab.Networks.Labs.Plans;

/// <summary>The steps that change the way out of a lab: uplink, masquerade, and what lets packets pass where it was made.</summary>
internal sealed class LabOutsideUpdate(LabPlan plan, LabUpdatePlaces places, LabSitting sitting, LabDescription wanted, LabLinkSteps links)
{
    private readonly LabMark mark = LabMark.Of(wanted.Name);
    private readonly LabDescription now = sitting.Portrait;
    private readonly LabOutsideSteps steps = new(plan, wanted, LabMark.Of(wanted.Name), places.Here, places.Bridges, links);

    private LabPlace Here => places.Here;

    private bool KeepsUplink => now.Uplink is not null && now.Uplink == wanted.Uplink && sitting.Uplink is { } pair && sitting.UplinkAddress(pair.Near) is not null && sitting.UplinkAddress(pair.Far) is not null;

    /// <summary>What goes, before names and networks are used again.</summary>
    internal void AddRemovals()
    {
        if (now.Uplink is not null && !KeepsUplink)
            RemoveUplink(now.Uplink, sitting.Uplink!.Value);
        else if (now.Uplink is not null && HasOwnDefault)
            RemoveUplinkDefault(sitting.UplinkAddress(sitting.Uplink!.Value.Far)!);
        var going = now.Masquerade.Except(wanted.Masquerade).Select(network => network.ToString()).ToHashSet();
        if (going.Count == 0)
            return;
        var rules = MasqueradeOperations.List(Here.Session).Where(one => one.Table.EndsWith($" {mark.Table}", StringComparison.Ordinal) && going.Contains(one.Subnet)).ToList();
        plan.Add(Here, "Stop masquerading", string.Join(", ", going), MasqueradeOperations.PlanDisable(Here.Session, rules));
        foreach (var network in going)
            Tell(LabChangeAction.Remove, "masquerade", network);
    }

    internal void AddRest()
    {
        if (wanted.Uplink is { } uplink && !KeepsUplink)
        {
            steps.AddUplink(uplink);
            Tell(LabChangeAction.Add, "uplink", uplink.InterfaceAlias);
        }
        else if (wanted.Uplink is not null)
        {
            AddUplinkRoutes(sitting.Uplink!.Value);
        }
        AddForwarding();
        foreach (var network in wanted.Masquerade.Except(now.Masquerade))
        {
            steps.AddMasquerade(network);
            Tell(LabChangeAction.Add, "masquerade", network.ToString());
        }
    }

    /// <summary>Whether the description says itself where packets for outside go.</summary>
    private bool HasOwnDefault => wanted.Host.Routes.Any(route => LabCompletion.IsDefault(route, AddressFamily.InterNetwork));

    /// <summary>The default route that came with an uplink gives way to one that is described.</summary>
    private void RemoveUplinkDefault(IPPrefix far)
    {
        var going = RoutesOf(places.Bridges, LabCompletion.UplinkName)
            .Where(route => LabCompletion.IsDefault(route, AddressFamily.InterNetwork) && route.NextHop?.Equals(far.Address) == true && !wanted.Host.Routes.Any(other => IsSame(other, route))).ToSnapshotList();
        new LabHostUpdate(plan, wanted.Name, places.Bridges, places.SpaceOf(places.Bridges)!).Add(new LabHost { Routes = going }, new LabHost(), _ => null, new HashSet<string>());

        static bool IsSame(LabRoute described, LabRoute route) => described with { InterfaceAlias = described.InterfaceAlias ?? route.InterfaceAlias } == route;
    }

    private void RemoveUplink(LabUplink uplink, (LabEnds.Placed Near, LabEnds.Placed Far) pair)
    {
        var (inside, outside) = (places.Bridges, Here);
        var near = End(inside, pair.Near);
        var far = End(outside, pair.Far);
        var (routes, routesHere) = (RoutesOf(inside, near.Name), RoutesOf(outside, far.Name));
        plan.Add(outside, "Remove uplink", far.Name, outside.Ip($"link delete {ShellPrefix.Quote(far.Name)}"), () => outside.Delete(far.Name, mark), () =>
        {
            links.Make(near, far, null);
            foreach (var route in routes)
                Routes.RouteOperations.Add(inside.Session, LabHostUpdate.Describe(route));
            foreach (var route in routesHere)
                Routes.RouteOperations.Add(outside.Session, LabHostUpdate.Describe(route));
        });
        Tell(LabChangeAction.Remove, "uplink", uplink.InterfaceAlias);
    }

    private LabLinkSteps.End End(LabPlace place, LabEnds.Placed placed) => new(place, placed.End.Name)
    {
        MacAddress = places.Link(place, placed.End.Name)?.MacAddress,
        IPAddress = places.Link(place, placed.End.Name) is { } link ? places.SpaceOf(place)!.AddressesOf(link) : [],
    };

    private List<LabRoute> RoutesOf(LabPlace place, string name) =>
        places.SpaceOf(place)?.DescribableRoutes().Select(one => one.Route).Where(route => route.InterfaceAlias == name).ToList() ?? [];

    /// <summary>The way out of the lab, and the ways from here to its networks, of an uplink that stays.</summary>
    private void AddUplinkRoutes((LabEnds.Placed Near, LabEnds.Placed Far) pair)
    {
        var (near, far) = (sitting.UplinkAddress(pair.Near)!, sitting.UplinkAddress(pair.Far)!);
        var networks = LabConflicts.NetworksOf(wanted).ToList();
        var ways = RoutesOf(Here, pair.Far.End.Name);
        foreach (var gone in ways.Where(way => way.NextHop?.Equals(near.Address) == true && !networks.Contains(way.Destination)))
        {
            new LabHostUpdate(plan, wanted.Name, Here, places.SpaceOf(Here)!).Add(new LabHost { Routes = [gone] }, new LabHost(), _ => null, new HashSet<string>());
        }
        foreach (var network in networks.Where(network => !ways.Any(way => way.Destination == network)))
        {
            steps.AddRoute(Here, network, near.Address, pair.Far.End.Name);
            plan.Tell(new LabChange { Lab = wanted.Name, Action = LabChangeAction.Add, Kind = "route", Target = $"{network} via {near.Address}", Namespace = Here.Name });
        }
        var any = new IPPrefix(IPAddress.Any, 0);
        if (!HasOwnDefault && !RoutesOf(places.Bridges, LabCompletion.UplinkName).Any(route => route.Destination == any))
        {
            steps.AddRoute(places.Bridges, any, far.Address, LabCompletion.UplinkName);
            plan.Tell(new LabChange { Lab = wanted.Name, Action = LabChangeAction.Add, Kind = "route", Target = $"default via {far.Address}", Namespace = places.Bridges.Name });
        }
    }

    private void AddForwarding()
    {
        var session = Here.Session;
        var table = new LabTable(session, mark.Table);
        var passes = session.HasNfTables && table.Rules(LabTable.Records).Any(rule => rule.Comment == RecordText.HoldsForwarding);
        var wantsToPass = LabOutsideSteps.Passes(wanted);
        if (passes || wantsToPass)
        {
            var names = wantsToPass ? LabOutsideSteps.PassingInterfaces(wanted).ToHashSet() : [];
            foreach (var name in KernelErrors.Explained(session.Name, () => BridgeAcceptRules.BridgesOf(session, mark.Table)).Where(name => !names.Contains(name)))
            {
                var going = new Plan();
                new BridgeAcceptRules(session, name, mark.Table).PlanRemove(going);
                plan.Add(Here, "Let pass no more", name, going);
            }
        }
        if (wantsToPass && !passes)
            steps.AddForwarding();
        if (wantsToPass)
            steps.AddPasses();
        if (wantsToPass || !passes)
        {
            if (wantsToPass && !passes)
                Tell(LabChangeAction.Add, "forwarding", "here");
            return;
        }
        var back = new Plan();
        new ForwardingSwitch(session, table).PlanGiveBack(back);
        plan.Add(Here, "Give back forwarding", "here", back);
        LabRecordUpdate.Remove(plan, Here, mark, [RecordText.HoldsForwarding]);
        Tell(LabChangeAction.Remove, "forwarding", "here");
    }

    private void Tell(LabChangeAction action, string kind, string target) =>
        plan.Tell(new LabChange { Lab = wanted.Name, Action = action, Kind = kind, Target = target, Namespace = Here.Name });
}
