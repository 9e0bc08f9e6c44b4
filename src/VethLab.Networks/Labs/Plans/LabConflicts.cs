using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Records;

namespace VethLab.Networks.Labs.Plans;

/// <summary>Looks for everything here that stands in the way of a lab, before anything of it is made.</summary>
internal sealed class LabConflicts
{
    private readonly LabDescription lab;
    private readonly NamespaceSession here;
    private readonly List<LabConflict> found = [];

    private readonly LabHoldings own;

    private LabConflicts(LabDescription lab, NamespaceSession here, LabHoldings own)
    {
        this.lab = lab;
        this.here = here;
        this.own = own;
    }

    /// <summary>The lab's IPv4 networks, to which there will be routes through its uplink.</summary>
    internal static IReadOnlyList<IPPrefix> NetworksOf(LabDescription lab) => lab.Bridges.SelectMany(bridge => bridge.IPAddress)
        .Where(address => address.Family == AddressFamily.InterNetwork).Select(address => address.Network).Concat(lab.Masquerade).Distinct().ToList();

    /// <summary>Routes here that could lead the lab's packets elsewhere.</summary>
    internal static IReadOnlyList<RouteMessage> RoutesOf(NamespaceSession here) => KernelErrors.Explained(
        here.Name, () => here.Routes.List()).Where(route => route.Table == RouteMessage.MainTable && route.Destination.Length > 0).ToList();

    /// <param name="lab">The lab.</param>
    /// <param name="here">Where it is made.</param>
    /// <param name="own">What the lab has there already; null: nothing.</param>
    /// <exception cref="LabConflictException">
    /// With all of them: NamespaceExists, InterfaceExists; RouteExists: a network of the lab is known here already; InvalidName: there is no such
    /// sysctl here; Busy: it is set for another lab.
    /// </exception>
    internal static void Check(LabDescription lab, NamespaceSession here, LabHoldings? own = null)
    {
        var conflicts = new LabConflicts(lab, here, own ?? LabHoldings.None);
        conflicts.CheckNames();
        if (lab.Uplink is not null)
            conflicts.CheckNetworks(lab.Uplink.Network);
        if (lab.Placement == LabPlacement.Host)
            conflicts.CheckSysctls();
        if (conflicts.found.Count > 0)
            throw new LabConflictException(conflicts.found);
    }

    private void Try(LabPart part, string name, Action check)
    {
        try
        {
            check();
        }
        catch (NetworkException failure)
        {
            found.Add(new LabConflict(part, name, failure));
        }
    }

    private void CheckNames()
    {
        var isHere = lab.Placement == LabPlacement.Host;
        foreach (var space in lab.Namespaces.Select(space => space.Name).Concat(isHere ? [] : [lab.Name]).Except(own.Namespaces))
            Try(LabPart.Namespace, space, () => NamespaceOperations.NeedFree(space));
        var names = lab.Links.SelectMany(link => new[] { link.End, link.Peer })
            .Where(end => end.Kind == LabNodeKind.Here || (isHere && end.Kind == LabNodeKind.Bridge)).Select(end => end.Name)
            .Concat(isHere ? lab.Bridges.Select(bridge => bridge.Name) : [])
            .Concat(lab.Uplink is null ? [] : [lab.Uplink.InterfaceAlias]).Except(own.Interfaces).ToList();
        var taken = KernelErrors.Explained(here.Name, () => here.Links.FindEach(names));
        for (var i = 0; i < names.Count; i++)
        {
            var (name, link) = (names[i], taken[i]);
            Try(LabPart.Interface, name, () => InterfaceReader.NeedFree(here, name, link));
        }
    }

    private void CheckNetworks(IPPrefix? uplink)
    {
        var routes = RoutesOf(here);
        foreach (var network in NetworksOf(lab).Concat(uplink is null ? [] : [uplink]).Except(own.Networks))
            Try(LabPart.Network, network.ToString(), () => NeedUnknown(network, routes));
    }

    private void NeedUnknown(IPPrefix network, IReadOnlyList<RouteMessage> routes)
    {
        var known = routes.FirstOrDefault(route => route.Destination.Contains(network.Address) || network.Contains(route.Destination.Address));
        if (known is null)
            return;
        throw new NetworkException(
            NetworkError.RouteExists, $"{network} of the lab overlaps with {known.Destination}, to which there is a route in {here.Description}.", network.ToString(),
            "Packets for the one would go to the other. Take another subnet, or leave out uplink and masquerade.");
    }

    private void CheckSysctls()
    {
        var tables = LabTable.AllIn(here);
        foreach (var sysctl in lab.Host.Sysctls.Where(sysctl => !own.Sysctls.Contains(sysctl.Key)))
            Try(LabPart.Sysctl, sysctl.Key, () => NeedOwn(sysctl.Key, tables));
    }

    private void NeedOwn(string key, IReadOnlyList<LabTable> tables)
    {
        _ = FormerValue(here, key);
        var owner = tables.FirstOrDefault(
            table => table.Rules(LabTable.Records).Any(rule => (RecordText.ParseHad(rule.Comment) ?? RecordText.ParseWas(rule.Comment))?.Key == key));
        if (owner is not null)
        {
            throw new NetworkException(
                NetworkError.Busy, $"The sysctl net/{key} is set for {LabMark.LabOfTable(owner.Name) ?? "another cmdlet"} already.", key,
                "Whoever set it gives the former value back; only one can do that. Remove the other lab first, or leave the setting out.");
        }
    }

    /// <summary>The record of a setting's value now, by which it is given back.</summary>
    /// <exception cref="NetworkException">InvalidName: there is none of the key; InvalidValue: its value is too long.</exception>
    internal static string FormerValue(NamespaceSession here, string key)
    {
        var value = KernelErrors.Explained(key, () => here.Sysctls.Read(key)) ?? throw new NetworkException(
            NetworkError.InvalidName, $"There is no sysctl net/{key} here.", key, "'sysctl -a' lists those there are; some come with a module.");
        var record = RecordText.Had(key, value.Replace('\t', ' '));
        return RecordText.Fits(record) ? record : throw new NetworkException(
            NetworkError.InvalidValue, $"The value of net/{key} is too long to be remembered in the kernel.", key, "Leave the setting out.");
    }
}
