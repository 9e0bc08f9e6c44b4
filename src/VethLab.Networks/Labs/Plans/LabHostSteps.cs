using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Forwarding;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.Plans;

/// <summary>The steps for what holds in a namespace as a whole, when its links are up.</summary>
internal sealed class LabHostSteps(LabPlan plan, LabPlace place)
{
    internal const string Loopback = "lo";
    private static readonly string[] ForwardingKeys = [ForwardingSwitch.IPForward, ForwardingSwitch.IPv6Forwarding];

    /// <summary>All of it, for a namespace of the lab's own.</summary>
    internal void Add(LabHost host)
    {
        foreach (var address in host.IPAddress)
        {
            plan.AddIn(
                place, "Add address", $"{address} to lo", () => place.Ip(AddressOperations.AddWords(Loopback, address, AddressOperations.FlagsOf(address))),
                () => AddressOperations.Add(place.Session, Loopback, place.IndexOf(Loopback), address, AddressOperations.FlagsOf(address)));
        }
        if (host.Forwarding)
            AddForwarding(true);
        AddSysctlsAndRoutes(host);
    }

    /// <summary>
    /// What is possible in a namespace that is not the lab's: the former values of sysctls are recorded by then, and the records stand for
    /// giving them back.
    /// </summary>
    internal void AddSysctlsAndRoutes(LabHost host)
    {
        foreach (var sysctl in host.Sysctls)
            AddSysctl(sysctl);
        foreach (var route in host.Routes)
            LabRouteSteps.Add(plan, place, route);
    }

    /// <summary>Turns it on or off, for IPv4 and IPv6.</summary>
    internal void AddForwarding(bool on)
    {
        var former = place.IsNew ? [] : ForwardingKeys.Select(key => (Key: key, Value: place.Session.Sysctls.Read(key))).ToList();
        plan.AddIn(
            place, on ? "Turn on forwarding" : "Turn off forwarding", place.Name!, () => string.Join(" && ", ForwardingKeys.Select(key => place.Sysctl(key, on ? "1" : "0"))),
            () =>
            {
                foreach (var key in ForwardingKeys.Where(key => place.Session.HasIPv6 || key == ForwardingSwitch.IPForward))
                    place.Session.Sysctls.Write(key, on ? "1" : "0");
            },
            place.IsNew ? null : () => former.Where(one => one.Value is not null).ToList().ForEach(one => place.Session.Sysctls.Write(one.Key, one.Value!)));
    }

    internal void AddSysctl(LabSysctl sysctl)
    {
        var former = place.IsNew ? null : place.Session.Sysctls.Read(sysctl.Key);
        plan.AddIn(
            place, "Set sysctl", $"net/{sysctl.Key}", () => place.Sysctl(sysctl.Key, sysctl.Value),
            () => KernelErrors.Explained(sysctl.Key, () => place.Session.Sysctls.Write(sysctl.Key, sysctl.Value), failure => new NetworkException(
                NetworkError.InvalidValue, $"net/{sysctl.Key} does not take '{sysctl.Value}': {failure.Message}", sysctl.Key,
                "'sysctl -a' lists names and values; those of an interface are there once it is.", failure)),
            former is null ? null : () => place.Session.Sysctls.Write(sysctl.Key, former));
    }
}
