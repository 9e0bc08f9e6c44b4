using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;

namespace VethLab.Networks.Labs.Plans;

/// <summary>
/// The steps that give an interface other addresses. The kernel keeps IPv4 addresses in the order in which they came, and the first of a network
/// takes the others of it along; so what depends on one that goes is given anew.
/// </summary>
internal sealed class LabAddressUpdate(LabPlan plan)
{
    /// <returns>Whether addresses go, and routes may with them.</returns>
    internal bool Add(LabPlace place, string interfaceName, IReadOnlyList<IPPrefix> now, IReadOnlyList<IPPrefix> wanted)
    {
        if (now.SequenceEqual(wanted))
            return false;
        var going = new List<IPPrefix>();
        var coming = new List<IPPrefix>();
        foreach (var family in new[] { AddressFamily.InterNetwork, AddressFamily.InterNetworkV6 })
        {
            var (present, asked) = (now.Where(one => one.Family == family).ToList(), wanted.Where(one => one.Family == family).ToList());
            var kept = family == AddressFamily.InterNetwork ? KeptIPv4(present, asked) : present.Intersect(asked).ToList();
            // Those that others depend on last.
            going.AddRange(Enumerable.Reverse(present).Except(kept));
            coming.AddRange(asked.Except(kept));
        }
        foreach (var address in going)
            AddRemoval(place, interfaceName, address);
        foreach (var address in coming)
        {
            plan.Add(
                place, "Add address", $"{address} to {interfaceName}", place.Ip(AddressOperations.AddWords(interfaceName, address, AddressOperations.FlagsOf(address))),
                () => AddressOperations.Add(place.Session, interfaceName, place.IndexOf(interfaceName), address, AddressOperations.FlagsOf(address)),
                () => place.Session.Addresses.Remove(place.IndexOf(interfaceName), address));
        }
        Tell(place, interfaceName, LabChangeAction.Remove, now.Except(wanted));
        Tell(place, interfaceName, LabChangeAction.Add, wanted.Except(now));
        if (!now.Except(wanted).Any() && !wanted.Except(now).Any())
            plan.Tell(LabChangeAction.Change, "order of addresses", interfaceName, place, string.Join(", ", now), string.Join(", ", wanted));
        return going.Count > 0;
    }

    /// <summary>Those that can stay: the first of their network then and now, and what stays behind such a one.</summary>
    private static List<IPPrefix> KeptIPv4(List<IPPrefix> present, List<IPPrefix> asked)
    {
        var kept = present.DistinctBy(address => address.Network).Intersect(asked.DistinctBy(address => address.Network)).ToList();
        foreach (var network in kept.Select(first => first.Network).ToList())
        {
            var (behind, wantedBehind) = (present.Where(one => one.Network == network).Skip(1).ToList(), asked.Where(one => one.Network == network).Skip(1).ToList());
            kept.AddRange(InOrder(behind.Intersect(wantedBehind).ToList(), wantedBehind));
        }
        return kept;
    }

    /// <summary>As many from the beginning as come first in what is wanted, too, since what is added comes behind.</summary>
    private static List<IPPrefix> InOrder(List<IPPrefix> candidates, List<IPPrefix> wanted) =>
        candidates.Zip(wanted).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First).ToList();

    private void AddRemoval(LabPlace place, string interfaceName, IPPrefix address)
    {
        Step? removal = null;
        plan.Add(
            place, "Remove address", $"{address} from {interfaceName}", place.Ip($"address delete {address} dev {ShellPrefix.Quote(interfaceName)}"),
            () =>
            {
                removal = AddressOperations.PlanRemove(place.Session, interfaceName, address).Steps[0];
                removal.Apply();
            },
            () => removal?.Undo?.Invoke());
    }

    private void Tell(LabPlace place, string interfaceName, LabChangeAction action, IEnumerable<IPPrefix> addresses)
    {
        foreach (var address in addresses)
            plan.Tell(action, "address", $"{address} of {interfaceName}", place);
    }
}
