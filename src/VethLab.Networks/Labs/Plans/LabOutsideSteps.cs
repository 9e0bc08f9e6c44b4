using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Forwarding;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Nat;
using VethLab.Networks.Plans;
using VethLab.Networks.Records;

namespace VethLab.Networks.Labs.Plans;

/// <summary>
/// The steps that let a lab's packets out: the uplink between the lab's own namespace and here, routes for the way back, forwarding, the rules that
/// masquerade, and, where iptables' FORWARD chain drops, those that let the lab's packets pass.
/// </summary>
internal sealed class LabOutsideSteps(LabPlan plan, LabDescription lab, LabMark mark, LabPlace here, LabPlace bridges, LabLinkSteps links)
{
    /// <summary>RFC 2544 keeps it for test beds, so nobody's real network is there.</summary>
    private static readonly IPPrefix UplinkRange = new(IPAddress.Parse("198.18.0.0"), 15);

    internal void Add()
    {
        if (lab.Uplink is { } uplink)
            AddUplink(uplink);
        if (!Passes(lab))
            return;
        AddForwarding();
        AddPasses();
        foreach (var subnet in lab.Masquerade)
            AddMasquerade(subnet);
    }

    internal void AddMasquerade(IPPrefix subnet) =>
        plan.Add(here, "Masquerade", subnet.ToString(), MasqueradeOperations.PlanRule(here.Session, new LabTable(here.Session, mark.Table), new MasqueradeDescription(MasqueradeSource.Of(subnet))));

    /// <summary>Whether packets pass through the namespace where a lab is made.</summary>
    internal static bool Passes(LabDescription lab) =>
        lab.Uplink is not null || lab.Masquerade.Count > 0 || (lab.Host.Forwarding && lab.Placement == LabPlacement.Host);

    internal void AddUplink(LabUplink uplink)
    {
        var network = uplink.Network ?? FreeNetwork(LabConflicts.RoutesOf(here.Session));
        var addresses = new SubnetAddresses(network, []);
        var (near, far) = (addresses.Next()!, addresses.Next()!);
        links.AddPair(
            new LabLinkSteps.End(bridges, LabCompletion.UplinkName) { IPAddress = [far] },
            new LabLinkSteps.End(here, uplink.InterfaceAlias) { IPAddress = [near] },
            null,
            $"{LabCompletion.UplinkName} - {uplink.InterfaceAlias}");
        if (!lab.Host.Routes.Any(route => LabCompletion.IsDefault(route, AddressFamily.InterNetwork)))
            AddRoute(bridges, new IPPrefix(IPAddress.Any, 0), near.Address, LabCompletion.UplinkName);
        foreach (var one in LabConflicts.NetworksOf(lab))
            AddRoute(here, one, far.Address, uplink.InterfaceAlias);
    }

    private void AddRoute(LabPlace place, IPPrefix destination, IPAddress nextHop, string interfaceName) =>
        LabRouteSteps.Add(plan, place, new LabRoute(destination) { NextHop = nextHop, InterfaceAlias = interfaceName });

    /// <summary>By which a lab's packets come here.</summary>
    internal static IEnumerable<string> PassingInterfaces(LabDescription lab) => lab.Uplink is { } uplink ? [uplink.InterfaceAlias] : lab.Bridges.Select(bridge => bridge.Name);

    /// <summary>A /30 that the lab's number chooses, or the next that no route here leads to.</summary>
    private IPPrefix FreeNetwork(IReadOnlyList<RouteMessage> routes)
    {
        const int Networks = 1 << 15;
        for (var attempt = 0; attempt < Networks; attempt++)
        {
            var number = (uint)((mark.Group + attempt) % Networks) << 2;
            var bytes = UplinkRange.Address.GetAddressBytes();
            bytes[1] |= (byte)(number >> 16);
            bytes[2] = (byte)(number >> 8);
            bytes[3] = (byte)number;
            var network = new IPPrefix(new IPAddress(bytes), 30);
            if (!routes.Any(route => route.Destination.Contains(network.Address) || network.Contains(route.Destination.Address)))
                return network;
        }
        throw new NetworkException(
            NetworkError.RouteExists, $"No network of {UplinkRange} is free for the uplink.", lab.Name, "Name one with the key uplink.network.");
    }

    internal void AddForwarding()
    {
        var table = new LabTable(here.Session, mark.Table);
        var on = new Plan();
        new ForwardingSwitch(here.Session, table).PlanOn(on);
        plan.Add(here, "Turn on forwarding", "here", on);
        string[] hold = [RecordText.HoldsForwarding];
        plan.Add(
            here, "Write records", $"nf_tables table ip {mark.Table}", table.AddRecordsCommand(hold), () => table.AddRecords(hold), () => table.RemoveRecords(hold));
    }

    /// <summary>Lets the lab's packets pass a FORWARD chain that drops, where they do not already.</summary>
    internal void AddPasses()
    {
        var drops = ForwardingReader.Chains(here.Session).Where(chain => chain.Policy == "drop").ToList();
        foreach (var name in drops.Any(chain => chain.IsIptablesForward) ? PassingInterfaces(lab) : [])
        {
            var accept = new Plan();
            new BridgeAcceptRules(here.Session, name, mark.Table).PlanAdd(accept);
            plan.Add(here, "Let pass", name, accept);
        }
        foreach (var chain in drops.Where(chain => !chain.IsIptablesForward))
        {
            plan.Plan.Notes.Add(
                $"The chain {chain.Family} {chain.Table} {chain.Chain} ({chain.Owner}) drops what it does not accept, which no rule elsewhere overrules: "
                + "packets of the lab will not pass unless it accepts them itself.");
        }
    }
}
