using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;

namespace VethLab.Networks.Labs.Plans;

/// <summary>The steps for what holds in a namespace as a whole, when its links are up.</summary>
internal sealed class LabHostSteps(LabPlan plan, LabPlace place)
{
    private const string Loopback = "lo";
    private static readonly string[] ForwardingKeys = ["ipv4/ip_forward", "ipv6/conf/all/forwarding"];

    /// <summary>All of it, for a namespace of the lab's own.</summary>
    internal void Add(LabHost host)
    {
        foreach (var address in host.IPAddress)
        {
            plan.Add(
                place, "Add address", $"{address} to lo", place.Ip(AddressOperations.AddWords(Loopback, address, AddressOperations.FlagsOf(address))),
                () => AddressOperations.Add(place.Session, Loopback, place.IndexOf(Loopback), address, AddressOperations.FlagsOf(address)));
        }
        if (host.Forwarding)
        {
            plan.Add(
                place, "Turn on forwarding", place.Name!,
                string.Join(" && ", ForwardingKeys.Select(key => place.Sysctl(key, "1"))),
                () =>
                {
                    place.Session.Sysctls.Write(ForwardingKeys[0], "1");
                    if (place.Session.HasIPv6)
                        place.Session.Sysctls.Write(ForwardingKeys[1], "1");
                });
        }
        AddSysctlsAndRoutes(host);
    }

    /// <summary>
    /// What is possible in a namespace that is not the lab's: the former values of sysctls are recorded by then, and the records stand for
    /// giving them back.
    /// </summary>
    internal void AddSysctlsAndRoutes(LabHost host)
    {
        foreach (var sysctl in host.Sysctls)
        {
            var former = place.IsNew ? null : place.Session.Sysctls.Read(sysctl.Key);
            plan.Add(
                place, "Set sysctl", $"net/{sysctl.Key}", place.Sysctl(sysctl.Key, sysctl.Value),
                () => KernelErrors.Explained(sysctl.Key, () => place.Session.Sysctls.Write(sysctl.Key, sysctl.Value), failure => new NetworkException(
                    NetworkError.InvalidValue, $"net/{sysctl.Key} does not take '{sysctl.Value}': {failure.Message}", sysctl.Key,
                    "'sysctl -a' lists names and values; those of an interface are there once it is.", failure)),
                former is null ? null : () => place.Session.Sysctls.Write(sysctl.Key, former));
        }
        foreach (var route in host.Routes)
        {
            var description = new RouteDescription(route.Destination)
            {
                Hops = [new HopDescription { NextHop = route.NextHop, InterfaceAlias = route.InterfaceAlias }],
                Metric = route.Metric,
            };
            plan.Add(
                place, "Add route", $"{(route.Destination.Length == 0 ? "default" : route.Destination)}{(route.NextHop is null ? "" : $" via {route.NextHop}")}",
                place.Ip(RouteWords.Add(description)),
                () => RouteOperations.Add(place.Session, description));
        }
    }
}
