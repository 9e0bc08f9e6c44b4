using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Connections;
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
internal sealed class LabOutsideUpdate(LabPlan plan, LabUpdatePlaces places, LabSitting sitting, LabDescription wanted, LabLinkSteps links, LabLinkUpdate linkUpdate)
{
    private readonly LabMark mark = LabMark.Of(wanted.Name);
    private readonly LabDescription now = sitting.Portrait;
    private readonly LabOutsideSteps steps = new(plan, wanted, LabMark.Of(wanted.Name), places.Here, places.Bridges, links);

    private static readonly IPPrefix Default = new(IPAddress.Any, 0);

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
            plan.Tell(LabChangeAction.Remove, "masquerade", network, Here);
    }

    internal void AddRest()
    {
        if (wanted.Uplink is { } uplink && !KeepsUplink)
        {
            steps.AddUplink(uplink);
            plan.Tell(LabChangeAction.Add, "uplink", uplink.InterfaceAlias, Here);
        }
        else if (wanted.Uplink is not null)
        {
            var (near, far) = sitting.Uplink!.Value;
            linkUpdate.BringUp(places.Bridges, near.End.Name);
            linkUpdate.BringUp(Here, far.End.Name);
            AddUplinkRoutes((near, far));
        }
        AddForwarding();
        foreach (var network in wanted.Masquerade.Except(now.Masquerade))
        {
            steps.AddMasquerade(network);
            // Flows that have begun would go on with their own addresses.
            var forget = new Plan();
            ConnectionOperations.PlanForget(Here.Session, forget, MasqueradeSource.Of(network));
            plan.Add(Here, "Forget connections", network.ToString(), forget);
            plan.Tell(LabChangeAction.Add, "masquerade", network.ToString(), Here);
        }
    }

    /// <summary>Whether the description says itself where packets for outside go.</summary>
    private bool HasOwnDefault => wanted.Host.Routes.Any(route => LabCompletion.IsDefault(route, AddressFamily.InterNetwork));

    /// <summary>The default route that came with an uplink gives way to one that is described.</summary>
    private void RemoveUplinkDefault(IPPrefix far)
    {
        foreach (var route in places.RoutesThrough(places.Bridges, LabCompletion.UplinkName)
            .Where(route => route.Destination == Default && route.NextHop?.Equals(far.Address) == true && !wanted.Host.Routes.Any(other => LabRouteSteps.IsSame(route, other))))
        {
            LabRouteSteps.Remove(plan, places.Bridges, route);
        }
    }

    private void RemoveUplink(LabUplink uplink, (LabEnds.Placed Near, LabEnds.Placed Far) pair)
    {
        var (inside, outside) = (places.Bridges, Here);
        var near = End(inside, pair.Near);
        var far = End(outside, pair.Far);
        var (routes, routesHere) = (places.RoutesThrough(inside, near.Name), places.RoutesThrough(outside, far.Name));
        plan.Add(outside, "Remove uplink", far.Name, outside.Ip($"link delete {ShellPrefix.Quote(far.Name)}"), () => outside.Delete(far.Name, mark), () =>
        {
            links.Make(near, far, null);
            LabRouteSteps.GiveBack(inside, routes);
            LabRouteSteps.GiveBack(outside, routesHere);
        });
        plan.Tell(LabChangeAction.Remove, "uplink", uplink.InterfaceAlias, Here);
    }

    private LabLinkSteps.End End(LabPlace place, LabEnds.Placed placed) => new(place, placed.End.Name)
    {
        MacAddress = places.Link(place, placed.End.Name)?.MacAddress,
        IPAddress = places.Link(place, placed.End.Name) is { } link ? places.SpaceOf(place)!.AddressesOf(link) : [],
    };

    /// <summary>The way out of the lab, and the ways from here to its networks, of an uplink that stays.</summary>
    private void AddUplinkRoutes((LabEnds.Placed Near, LabEnds.Placed Far) pair)
    {
        var (near, far) = (sitting.UplinkAddress(pair.Near)!.Address, sitting.UplinkAddress(pair.Far)!.Address);
        var networks = LabConflicts.NetworksOf(wanted);
        var ways = places.RoutesThrough(Here, pair.Far.End.Name);
        foreach (var gone in ways.Where(way => way.NextHop?.Equals(near) == true && !networks.Contains(way.Destination)))
        {
            LabRouteSteps.Remove(plan, Here, gone);
            plan.Tell(LabChangeAction.Remove, "route", gone.ToString(), Here);
        }
        foreach (var network in networks.Where(network => !ways.Any(way => way.Destination == network)))
            AddRoute(Here, new LabRoute(network) { NextHop = near, InterfaceAlias = pair.Far.End.Name });
        if (!HasOwnDefault && !places.RoutesThrough(places.Bridges, LabCompletion.UplinkName).Any(route => route.Destination == Default))
            AddRoute(places.Bridges, new LabRoute(Default) { NextHop = far, InterfaceAlias = LabCompletion.UplinkName });
    }

    private void AddRoute(LabPlace place, LabRoute route)
    {
        LabRouteSteps.Add(plan, place, route);
        plan.Tell(LabChangeAction.Add, "route", route.ToString(), place);
    }

    /// <summary>What lets packets pass here, where some do now or shall.</summary>
    private void AddForwarding()
    {
        var session = Here.Session;
        var table = new LabTable(session, mark.Table);
        var passes = session.HasNfTables && table.Rules(LabTable.Records).Any(rule => rule.Comment == RecordText.HoldsForwarding);
        var wantsToPass = LabOutsideSteps.Passes(wanted);
        if (passes)
            StopPassing(wantsToPass ? LabOutsideSteps.PassingInterfaces(wanted).ToHashSet() : []);
        if (wantsToPass && !passes)
        {
            steps.AddForwarding();
            plan.Tell(LabChangeAction.Add, "forwarding", "here", Here);
        }
        if (wantsToPass)
            steps.AddPasses();
        if (passes && !wantsToPass)
        {
            var back = new Plan();
            new ForwardingSwitch(session, table).PlanGiveBack(back);
            plan.Add(Here, "Give back forwarding", "here", back);
            LabRecordSteps.Remove(plan, Here, mark, [RecordText.HoldsForwarding]);
            plan.Tell(LabChangeAction.Remove, "forwarding", "here", Here);
        }
    }

    /// <summary>Takes the rules of interfaces out that are not the lab's any more.</summary>
    private void StopPassing(HashSet<string> stay)
    {
        foreach (var name in KernelErrors.Explained(Here.Name, () => BridgeAcceptRules.BridgesOf(Here.Session, mark.Table)).Where(name => !stay.Contains(name)))
        {
            var going = new Plan();
            new BridgeAcceptRules(Here.Session, name, mark.Table).PlanRemove(going);
            plan.Add(Here, "Let pass no more", name, going);
        }
    }
}
