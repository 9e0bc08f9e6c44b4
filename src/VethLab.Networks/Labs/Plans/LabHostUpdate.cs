using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.State;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.Plans;

/// <summary>The steps that change what holds in a namespace as a whole: addresses of the loopback, forwarding, sysctls, routes.</summary>
/// <param name="plan">What they are added to.</param>
/// <param name="place">The namespace.</param>
/// <param name="space">What there is in it.</param>
internal sealed class LabHostUpdate(LabPlan plan, LabPlace place, LabSpace space)
{
    private readonly LabHostSteps steps = new(plan, place);

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
        var goes = new LabAddressUpdate(plan).Add(place, LabHostSteps.Loopback, now.IPAddress, wanted.IPAddress);
        if (now.Forwarding != wanted.Forwarding)
        {
            steps.AddForwarding(wanted.Forwarding);
            plan.Tell(LabChangeAction.Change, "forwarding", place.Name!, place, Word(now.Forwarding), Word(wanted.Forwarding));
        }
        Add(now, wanted, key => FreshValue(key), goes ? touched.Append(LabHostSteps.Loopback).ToHashSet() : touched);

        static string Word(bool on) => on ? "on" : "off";
    }

    private void AddSysctls(LabHost now, LabHost wanted, Func<string, string?> former)
    {
        foreach (var sysctl in wanted.Sysctls.Except(now.Sysctls))
        {
            var before = now.Sysctls.FirstOrDefault(one => one.Key == sysctl.Key)?.Value;
            // The kernel shows 1,2,3 as 1-3.
            if (before is not null && before == FreshValue(sysctl.Key, sysctl.Value))
                continue;
            steps.AddSysctl(sysctl);
            plan.Tell(before is null ? LabChangeAction.Add : LabChangeAction.Change, "sysctl", $"net/{sysctl.Key}", place, before, sysctl.Value);
        }
        foreach (var sysctl in now.Sysctls.Where(one => !wanted.Sysctls.Any(other => other.Key == one.Key)))
        {
            if (former(sysctl.Key) is { } value && value != sysctl.Value)
                steps.AddSysctl(new LabSysctl(sysctl.Key, value));
            plan.Tell(LabChangeAction.Remove, "sysctl", $"net/{sysctl.Key}", place, sysctl.Value);
        }
    }

    /// <summary>What the kernel shows of a setting in a fresh namespace; of that of an interface, of what a new one gets.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="written">What is written first; null: nothing.</param>
    /// <returns>Null where there is no such setting, or it does not take the value.</returns>
    private static string? FreshValue(string key, string? written = null)
    {
        var parts = key.Split('/');
        if (parts is [var family, "conf" or "neigh", not "all", var setting])
            key = $"{family}/{parts[1]}/default/{setting}";
        try
        {
            using var fresh = new NamespaceSession(NamespaceDirectory.Create(), isHere: false, null);
            if (written is not null)
                fresh.Sysctls.Write(key, written);
            return fresh.Sysctls.Read(key) is { } value ? SysctlValue.Plain(value) : null;
        }
        catch (LinuxException)
        {
            return null;
        }
    }

    private void AddRoutes(LabHost now, LabHost wanted, IReadOnlySet<string> touched)
    {
        foreach (var route in now.Routes.Except(wanted.Routes))
        {
            LabRouteSteps.Remove(plan, place, route);
            plan.Tell(LabChangeAction.Remove, "route", route.ToString(), place);
        }
        foreach (var route in wanted.Routes.Except(now.Routes))
        {
            LabRouteSteps.Keep(plan, place, route);
            plan.Tell(LabChangeAction.Add, "route", route.ToString(), place);
        }
        foreach (var route in wanted.Routes.Intersect(now.Routes).Where(route => space.DescribableRoutes().Any(one => LabRouteSteps.IsSame(one.Route, route) && touched.Contains(one.Route.InterfaceAlias!))))
            LabRouteSteps.Keep(plan, place, route);
    }
}
