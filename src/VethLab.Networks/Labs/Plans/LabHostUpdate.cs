using VethLab.Linux.Namespaces;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Forwarding;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.State;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;

namespace VethLab.Networks.Labs.Plans;

/// <summary>The steps that change what holds in a namespace as a whole: addresses of the loopback, forwarding, sysctls, routes.</summary>
/// <param name="plan">What they are added to.</param>
/// <param name="lab">The lab's name.</param>
/// <param name="place">The namespace.</param>
/// <param name="space">What there is in it.</param>
internal sealed class LabHostUpdate(LabPlan plan, string lab, LabPlace place, LabSpace space)
{
    private const string Loopback = "lo";
    private const string IPv6Forwarding = "ipv6/conf/all/forwarding";

    /// <param name="now">What holds.</param>
    /// <param name="wanted">What shall hold.</param>
    /// <param name="former">The value that a setting gets which is not asked for any more; null: it stays as it is.</param>
    /// <param name="touched">Interfaces whose routes may have gone with something else.</param>
    internal void Add(LabHost now, LabHost wanted, Func<string, string?> former, IReadOnlySet<string> touched)
    {
        AddSysctls(now, wanted, former);
        AddRoutes(now, wanted, touched);
    }

    /// <summary>In a namespace of the lab's own.</summary>
    internal void AddOwn(LabHost now, LabHost wanted, IReadOnlySet<string> touched)
    {
        var goes = new LabAddressUpdate(plan, lab).Add(place, Loopback, now.IPAddress, wanted.IPAddress);
        if (now.Forwarding != wanted.Forwarding)
            AddForwarding(wanted.Forwarding);
        Add(now, wanted, FreshValue, goes ? touched.Append(Loopback).ToHashSet() : touched);
    }

    private void AddForwarding(bool on)
    {
        var value = on ? "1" : "0";
        string[] keys = place.Session.HasIPv6 ? [ForwardingSwitch.IPForward, IPv6Forwarding] : [ForwardingSwitch.IPForward];
        var before = keys.Select(key => (Key: key, Value: place.Session.Sysctls.Read(key))).ToList();
        plan.Add(
            place, on ? "Turn on forwarding" : "Turn off forwarding", place.Name ?? "here", string.Join(" && ", keys.Select(key => place.Sysctl(key, value))),
            () => before.ForEach(one => place.Session.Sysctls.Write(one.Key, value)),
            () => before.ForEach(one => place.Session.Sysctls.Write(one.Key, one.Value!)));
        Tell(LabChangeAction.Change, "forwarding", place.Name ?? "here", on ? "off" : "on", on ? "on" : "off");
    }

    private void AddSysctls(LabHost now, LabHost wanted, Func<string, string?> former)
    {
        foreach (var sysctl in wanted.Sysctls.Except(now.Sysctls))
        {
            new LabHostSteps(plan, place).AddSysctlsAndRoutes(new LabHost { Sysctls = [sysctl] });
            var before = now.Sysctls.FirstOrDefault(one => one.Key == sysctl.Key)?.Value;
            Tell(before is null ? LabChangeAction.Add : LabChangeAction.Change, "sysctl", $"net/{sysctl.Key}", before, sysctl.Value);
        }
        foreach (var sysctl in now.Sysctls.Where(one => !wanted.Sysctls.Any(other => other.Key == one.Key)))
        {
            if (former(sysctl.Key) is { } value && value != sysctl.Value)
                new LabHostSteps(plan, place).AddSysctlsAndRoutes(new LabHost { Sysctls = [new LabSysctl(sysctl.Key, value)] });
            Tell(LabChangeAction.Remove, "sysctl", $"net/{sysctl.Key}", sysctl.Value, null);
        }
    }

    /// <summary>What a setting is in a namespace in which nobody has set it; that of an interface: what a new one gets.</summary>
    private static string? FreshValue(string key)
    {
        var parts = key.Split('/');
        if (parts is [var family, "conf" or "neigh", not "all", var setting])
            key = $"{family}/{parts[1]}/default/{setting}";
        return KernelErrors.Explained(key, () =>
        {
            using var fresh = new NamespaceSession(NamespaceDirectory.Create(), isHere: false, null);
            return fresh.Sysctls.Read(key);
        });
    }

    private void AddRoutes(LabHost now, LabHost wanted, IReadOnlySet<string> touched)
    {
        foreach (var route in now.Routes.Except(wanted.Routes))
        {
            AddRemoval(route);
            Tell(LabChangeAction.Remove, "route", Text(route), null, null);
        }
        foreach (var route in wanted.Routes.Except(now.Routes))
        {
            AddRoute(route);
            Tell(LabChangeAction.Add, "route", Text(route), null, null);
        }
        // Those that may have gone with an address or a link.
        foreach (var route in wanted.Routes.Intersect(now.Routes).Where(route => space.DescribableRoutes().Any(one => IsSame(one.Route, route) && touched.Contains(one.Route.InterfaceAlias!))))
            AddRoute(route);
    }

    private void AddRoute(LabRoute route)
    {
        var description = Describe(route);
        var isNew = false;
        plan.Add(
            place, "Add route", Text(route), place.Ip(RouteWords.Add(description)),
            () =>
            {
                if (Find(route) is not null)
                    return;
                RouteOperations.Add(place.Session, description);
                isNew = true;
            },
            () =>
            {
                if (isNew && Find(route) is { } message)
                    place.Session.Routes.Remove(message);
            });
    }

    private void AddRemoval(LabRoute route)
    {
        RouteMessage? gone = null;
        plan.Add(
            place, "Remove route", Text(route), place.Ip(RouteWords.Add(Describe(route)).Replace("route add", "route delete", StringComparison.Ordinal)),
            () =>
            {
                // It may have gone with its address or link.
                if ((gone = Find(route)) is not null)
                    place.Session.Routes.Remove(gone);
            },
            () =>
            {
                if (gone is not null && Find(route) is null)
                    RouteOperations.Add(place.Session, Describe(route));
            });
    }

    private RouteMessage? Find(LabRoute route) => new LabSpace(place.Session).DescribableRoutes().FirstOrDefault(one => IsSame(one.Route, route)).Message;

    private static bool IsSame(LabRoute one, LabRoute route) =>
        one.Destination == route.Destination && one.Metric == route.Metric && Equals(one.NextHop, route.NextHop) && (route.InterfaceAlias is null || one.InterfaceAlias == route.InterfaceAlias);

    internal static RouteDescription Describe(LabRoute route) => new(route.Destination)
    {
        Hops = [new HopDescription { NextHop = route.NextHop, InterfaceAlias = route.InterfaceAlias }],
        Metric = route.Metric,
    };

    private static string Text(LabRoute route) =>
        $"{(route.Destination.Length == 0 ? "default" : route.Destination)}{(route.NextHop is null ? "" : $" via {route.NextHop}")}{(route.InterfaceAlias is null ? "" : $" dev {route.InterfaceAlias}")}";

    private void Tell(LabChangeAction action, string kind, string target, string? before, string? after) =>
        plan.Tell(new LabChange { Lab = lab, Action = action, Kind = kind, Target = target, Namespace = place.Name, Before = before, After = after });
}
