using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.Plans;

/// <summary>The steps that change the bridges and links of a lab: what goes first, since its names may be wanted again; what stays keeps its index and MAC address.</summary>
internal sealed class LabLinkUpdate(LabPlan plan, LabUpdatePlaces places, LabDescription now, LabDescription wanted, LabLinkSteps links)
{
    private readonly LabMark mark = LabMark.Of(wanted.Name);

    private readonly HashSet<string> changedPorts = [];

    /// <summary>What makes a link the same: its two ends, by node and name.</summary>
    private static (LabNodeKind, string, string, LabNodeKind, string, string) Key(LabLink link) =>
        (link.End.Kind, link.End.Node, link.End.Name, link.Peer.Kind, link.Peer.Node, link.Peer.Name);

    internal void AddRemovals()
    {
        foreach (var (place, stray) in places.Strays())
        {
            plan.Add(place, "Remove link", stray, place.Ip($"link delete {ShellPrefix.Quote(stray)}"), () => place.Delete(stray, mark));
            plan.Tell(LabChangeAction.Remove, "link", stray, place);
        }
        var kept = wanted.Links.Select(Key).ToHashSet();
        foreach (var link in now.Links.Where(link => !kept.Contains(Key(link))))
            AddRemoval(link);
        foreach (var bridge in now.Bridges.Where(bridge => !wanted.Bridges.Any(other => other.Name == bridge.Name)))
        {
            var place = places.Bridges;
            var routes = places.RoutesThrough(place, bridge.Name);
            var whole = bridge with { MacAddress = places.Link(place, bridge.Name)?.MacAddress };
            plan.Add(place, "Remove bridge", bridge.Name, place.Ip($"link delete {ShellPrefix.Quote(bridge.Name)}"), () => place.Delete(bridge.Name, mark), () =>
            {
                links.Make(place, whole);
                // Only a change of it keeps the kernel from taking the ports'.
                if (bridge.Mtu == LabNormalForm.DefaultMtu)
                    place.Session.Links.Change(0, new LinkDescription { Name = bridge.Name, Mtu = bridge.Mtu - 1 });
                LabLinkSteps.BringUp(place, bridge);
                LabRouteSteps.GiveBack(place, routes);
            });
            places.Touch(place, bridge.Name);
            plan.Tell(LabChangeAction.Remove, "bridge", bridge.Name, place);
        }
    }

    internal void AddRest()
    {
        foreach (var bridge in wanted.Bridges.Where(bridge => !now.Bridges.Any(other => other.Name == bridge.Name)))
        {
            links.AddBridge(places.Bridges, bridge);
            plan.Tell(LabChangeAction.Add, "bridge", bridge.Name, places.Bridges);
        }
        var present = now.Links.ToDictionary(Key);
        foreach (var link in wanted.Links)
        {
            if (present.TryGetValue(Key(link), out var former))
                Change(former, link);
            else
                AddLink(link);
        }
        foreach (var bridge in wanted.Bridges)
        {
            if (now.Bridges.FirstOrDefault(other => other.Name == bridge.Name) is { } former)
                Change(former, bridge);
            else
                links.AddUp(places.Bridges, bridge);
        }
    }

    private void AddLink(LabLink link)
    {
        links.AddPair(
            LabLinkSteps.End.Of(wanted, link.End, link.Peer, places.Of(link.End)), LabLinkSteps.End.Of(wanted, link.Peer, link.End, places.Of(link.Peer)), link.Mtu, link.ToString());
        foreach (var end in new[] { link.End, link.Peer })
        {
            places.Touch(places.Of(end), end.Name);
            NotePort(end);
        }
        plan.Tell(LabChangeAction.Add, "link", link.ToString());
    }

    private void AddRemoval(LabLink link)
    {
        var (end, peer) = (Present(link.End, link.Peer), Present(link.Peer, link.End));
        var (routes, peerRoutes) = (places.RoutesThrough(end.Place, end.Name), places.RoutesThrough(peer.Place, peer.Name));
        plan.Add(end.Place, "Remove link", link.ToString(), end.Place.Ip($"link delete {ShellPrefix.Quote(end.Name)}"), () => end.Place.Delete(end.Name, mark), () =>
        {
            links.Make(end, peer, link.Mtu);
            LabRouteSteps.GiveBack(end.Place, routes);
            LabRouteSteps.GiveBack(peer.Place, peerRoutes);
        });
        foreach (var one in new[] { link.End, link.Peer })
        {
            places.Touch(places.Of(one), one.Name);
            NotePort(one);
        }
        plan.Tell(LabChangeAction.Remove, "link", link.ToString());
    }

    private LabLinkSteps.End Present(LabEnd end, LabEnd other)
    {
        var place = places.Of(end);
        return LabLinkSteps.End.Of(now, end with { MacAddress = places.Link(place, end.Name)?.MacAddress }, other, place);
    }

    private void NotePort(LabEnd end)
    {
        if (end.Kind == LabNodeKind.Bridge)
            changedPorts.Add(end.Node);
    }

    private void Change(LabLink former, LabLink link)
    {
        Change(Present(former.End, former.Peer), LabLinkSteps.End.Of(wanted, link.End, link.Peer, places.Of(link.End)), former.Mtu, link.Mtu);
        Change(Present(former.Peer, former.End), LabLinkSteps.End.Of(wanted, link.Peer, link.End, places.Of(link.Peer)), former.Mtu, link.Mtu);
    }

    private void Change(LabLinkSteps.End former, LabLinkSteps.End end, int? formerMtu, int? mtu)
    {
        var place = end.Place;
        var (before, after) = (former.Mtu ?? formerMtu ?? LabNormalForm.DefaultMtu, end.Mtu ?? mtu ?? LabNormalForm.DefaultMtu);
        if (before != after)
        {
            if (end.Bridge is not null)
                changedPorts.Add(end.Bridge);
            SetMtu(place, end.Name, before, after);
        }
        SetMac(place, end.Name, end.MacAddress);
        // Addresses of IPv6 need a link-local one beside them.
        if (end.MakesLinkLocal && !former.MakesLinkLocal)
        {
            plan.Add(
                place, "Change link", end.Name, place.Ip($"link set {ShellPrefix.Quote(end.Name)} addrgenmode eui64"),
                () => place.Session.Links.Change(0, new LinkDescription { Name = end.Name, MakesLinkLocalAddress = true }),
                () => place.Session.Links.Change(0, new LinkDescription { Name = end.Name, MakesLinkLocalAddress = false }));
        }
        if (new LabAddressUpdate(plan).Add(place, end.Name, former.IPAddress, end.IPAddress))
            places.Touch(place, end.Name);
        BringUp(place, end.Name);
    }

    private void Change(LabBridge former, LabBridge bridge)
    {
        var place = places.Bridges;
        SetMac(place, bridge.Name, bridge.MacAddress);
        if (former.Stp != bridge.Stp)
        {
            plan.Add(
                place, "Change bridge", bridge.Name, place.Ip($"link set {ShellPrefix.Quote(bridge.Name)} type bridge stp_state {(bridge.Stp ? 1 : 0)}"),
                () => SetStp(bridge.Stp), () => SetStp(former.Stp));
            plan.Tell(LabChangeAction.Change, "STP", bridge.Name, place, former.Stp ? "on" : "off", bridge.Stp ? "on" : "off");
        }
        if (new LabAddressUpdate(plan).Add(place, bridge.Name, former.IPAddress, bridge.IPAddress))
            places.Touch(place, bridge.Name);
        BringUp(place, bridge.Name);
        // One that was set stays; else the bridge follows its ports.
        var (before, after) = (places.Link(place, bridge.Name)!.Mtu, LabNormalForm.MtuOf(bridge, wanted.Links));
        if (before != after || (bridge.Mtu is not null && changedPorts.Contains(bridge.Name)))
            SetMtu(place, bridge.Name, before, after);

        void SetStp(bool on) => place.Session.Links.Change(place.IndexOf(bridge.Name), new LinkDescription(), new BridgeLink { Stp = on });
    }

    private void SetMtu(LabPlace place, string name, int before, int after)
    {
        plan.Add(
            place, "Set MTU", $"{name} {after}", place.Ip($"link set {ShellPrefix.Quote(name)} mtu {after}"),
            () => place.Session.Links.Change(0, new LinkDescription { Name = name, Mtu = after }),
            () => place.Session.Links.Change(0, new LinkDescription { Name = name, Mtu = before }));
        if (before != after)
            plan.Tell(LabChangeAction.Change, "MTU", name, place, $"{before}", $"{after}");
    }

    private void SetMac(LabPlace place, string name, MacAddress? mac)
    {
        if (mac is null || places.Link(place, name)?.MacAddress is not { } before || before == mac)
            return;
        plan.Add(
            place, "Set MAC address", $"{name} {mac}", place.Ip($"link set {ShellPrefix.Quote(name)} address {mac}"),
            () => place.Session.Links.Change(0, new LinkDescription { Name = name, MacAddress = mac }),
            () => place.Session.Links.Change(0, new LinkDescription { Name = name, MacAddress = before }));
        plan.Tell(LabChangeAction.Change, "MAC address", name, place, $"{before}", $"{mac}");
    }

    /// <summary>An interface that somebody has set down.</summary>
    internal void BringUp(LabPlace place, string name)
    {
        if (places.Link(place, name) is not { } link || (link.Flags & LinkFlags.Up) != 0)
            return;
        // A bridge to which many ports were being added when the process was killed does not snoop yet.
        var snoops = link.Bridge is { MulticastSnooping: false };
        plan.Add(
            place, "Bring up", name, LabLinkSteps.UpWords(place, name, null, snoops), () => LabLinkSteps.BringUp(place, name, null, snoops),
            () => place.Session.Links.Change(0, new LinkDescription { Name = name, Up = false }));
        places.Touch(place, name);
        plan.Tell(LabChangeAction.Change, "state", name, place, "down", "up");
    }
}
