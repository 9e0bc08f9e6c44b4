using VethLab.Linux.Route;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.State;
using VethLab.Networks.Routes;

namespace VethLab.Networks.Labs.Plans;

/// <summary>The steps that add and remove routes of a namespace.</summary>
internal static class LabRouteSteps
{
    /// <summary>A route; in a namespace that an earlier step makes it goes with that, else it is taken back by itself.</summary>
    internal static void Add(LabPlan plan, LabPlace place, LabRoute route) => plan.AddIn(
        place, "Add route", plan.Shared(route.ToString()), () => place.Ip(RouteWords.Add(route.Description)),
        () => RouteOperations.Add(place.Session, route.Description, place.IndexOf),
        place.IsNew ? null : () => Remove(place, route));

    /// <summary>A route that may have gone with an address or a link by then, or not.</summary>
    internal static void Keep(LabPlan plan, LabPlace place, LabRoute route)
    {
        var isNew = false;
        plan.Add(
            place, "Add route", route.ToString(), place.Ip(RouteWords.Add(route.Description)),
            () =>
            {
                if (isNew = Find(place, route) is null)
                    RouteOperations.Add(place.Session, route.Description);
            },
            () =>
            {
                if (isNew)
                    Remove(place, route);
            });
    }

    /// <summary>Takes a route out, which may have gone by then with its address or link.</summary>
    internal static void Remove(LabPlan plan, LabPlace place, LabRoute route)
    {
        var wasThere = false;
        plan.Add(
            place, "Remove route", route.ToString(), place.Ip(RouteWords.Delete(route.Description)),
            () => wasThere = Remove(place, route),
            () =>
            {
                if (wasThere && Find(place, route) is null)
                    RouteOperations.Add(place.Session, route.Description);
            });
    }

    /// <summary>Gives routes back that have gone with an interface, as far as they are missing.</summary>
    internal static void GiveBack(LabPlace place, IEnumerable<LabRoute> routes)
    {
        foreach (var route in routes.Where(route => Find(place, route) is null))
            RouteOperations.Add(place.Session, route.Description);
    }

    /// <summary>Whether a route that was read is the one that is described, which need not say its interface.</summary>
    internal static bool IsSame(LabRoute read, LabRoute described) => read == described with
    {
        InterfaceAlias = described.InterfaceAlias ?? read.InterfaceAlias,
        Metric = described.Metric == RouteMessage.DefaultMetric(described.Destination.Family) ? 0 : described.Metric,
    };

    private static bool Remove(LabPlace place, LabRoute route)
    {
        var message = Find(place, route);
        if (message is not null)
            place.Session.Routes.Remove(message);
        return message is not null;
    }

    private static RouteMessage? Find(LabPlace place, LabRoute route) =>
        new LabSpace(place.Session).DescribableRoutes().FirstOrDefault(one => IsSame(one.Route, route)).Message;
}
