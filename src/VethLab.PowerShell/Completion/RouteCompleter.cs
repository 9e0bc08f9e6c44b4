using VethLab.Linux.Route;
using VethLab.Networks.Routes;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Completion;

/// <summary>Destinations of routes.</summary>
public sealed class RouteCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        RouteOperations.List(session).Where(route => route.Table == RouteMessage.MainTable).Select(route => (route.DestinationPrefix, route.ToString())));
}

/// <summary>Next hops of routes.</summary>
public sealed class NextHopCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        RouteOperations.List(session).SelectMany(route => route.GetPaths().Where(path => path.NextHop is not null).Select(path => (path.NextHop!, route.ToString()))));
}

/// <summary>Tables with routes in them; where several may be named, "all" as well.</summary>
public sealed class RouteTableCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line)
    {
        var tables = line.InEachNamespace(session => RouteOperations.List(session).GroupBy(route => route.Table))
            .Select(table => (TableArgument.NameOf(table.Key), $"table {table.Key}: {table.Count()} routes"))
            .Append((TableArgument.Main, $"table {RouteMessage.MainTable}"));
        return line.TakesSeveral ? tables.Append(("all", "every table")) : tables;
    }
}

/// <summary>Makers of the routes that there are.</summary>
public sealed class RouteProtocolCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        RouteOperations.List(session).GroupBy(route => route.Protocol).Select(protocol => (protocol.Key, $"{protocol.Count()} routes")));
}
