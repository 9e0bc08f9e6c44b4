using System.Management.Automation;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetRoute: routes, of the main table unless others are asked for.</summary>
[Cmdlet(VerbsCommon.Get, "NetRoute")]
[OutputType(typeof(NetRoute))]
public sealed class GetNetRouteCommand : GetOnInterfaceCmdlet<NetRoute>
{
    private const string Default = "default";

    /// <summary>CIDR notation; an address alone for the route to that host; "default" for the default routes of both families.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RouteCompleter))]
    [ValidateNotNull]
    public string[] DestinationPrefix { get; set; } = ["*"];

    [Parameter]
    [Alias("Gateway")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NextHopCompleter))]
    [ValidateNotNull]
    public string[]? NextHop { get; set; }

    [Parameter]
    [Alias("Metric")]
    public uint[]? RouteMetric { get; set; }

    [Parameter]
    [ValidateNotNull]
    public RouteType[]? Type { get; set; }

    /// <summary>Kernel, Boot, Static …</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RouteProtocolCompleter))]
    [ValidateNotNull]
    public string[]? Protocol { get; set; }

    /// <summary>Numbers, main, local or default; "all" for every table.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RouteTableCompleter))]
    [ValidateNotNull]
    public string[] Table { get; set; } = [TableArgument.Main];

    private protected override string[] Patterns => DestinationPrefix;

    /// <summary>An object that was read knows its table.</summary>
    private protected override IEnumerable<NetRoute> ListAll(NamespaceSession session)
    {
        var all = RouteOperations.List(session);
        if (IsPipedRoute || Array.Exists(Table, TableArgument.IsAll))
            return all;
        var tables = Table.Select(TableArgument.Parse).ToHashSet();
        return all.Where(route => tables.Contains(route.Table));
    }

    private bool IsPipedRoute => InputObject is not null && Own(new PipedObject(InputObject)) is not null;

    private protected override string? InterfaceOf(NetRoute item) => item.InterfaceAlias;

    private protected override int InterfaceIndexOf(NetRoute item) => item.InterfaceIndex;

    private protected override IEnumerable<(string? Name, int Index)> InterfacesOf(NetRoute item) =>
        item.GetPaths().Select(path => (path.InterfaceAlias, path.InterfaceIndex));

    private protected override AddressFamily FamilyOf(NetRoute item) => item.AddressFamily;

    private protected override bool Passes(NetRoute item) =>
        (NextHop is null || (item.GetPaths() is { Count: > 0 } paths ? paths.Any(path => ValueFilter.MatchesAddress(NextHop, path.NextHop)) : ValueFilter.MatchesAddress(NextHop, null)))
        && (RouteMetric is null || RouteMetric.Contains(item.RouteMetric))
        && (Type is null || Type.Contains(item.Type))
        && ValueFilter.Matches(Protocol, item.Protocol);

    private protected override string NameOf(NetRoute item) => item.DestinationPrefix;

    private protected override string NameOf(NetRoute item, string pattern)
    {
        if (pattern == Default && item.IsDefault)
            return Default;
        var isMeant = IPPrefix.TryParseAddress(pattern, out var host)
            ? item.DestinationPrefix == new IPPrefix(host, IPPrefix.BitsOf(host)).ToString()
            : IPPrefix.TryParse(pattern, out var network) && item.DestinationPrefix == network.ToString();
        return isMeant ? pattern : item.DestinationPrefix;
    }

    /// <summary>That route, and not another to the same destination.</summary>
    private protected override Search? Own(PipedObject piped)
    {
        if (piped.Text("DestinationPrefix") is not { } destination)
            return null;
        return Search.Exactly(piped.Place, destination, route =>
            Says("NextHop", route.NextHop) && (!piped.Has("NextHops") || route.HasPaths(piped.Ways())) && Says("InterfaceAlias", route.InterfaceAlias) && Says("RouteMetric", $"{route.RouteMetric}")
            && (Says("Type", $"{route.Type}") || Says("Type", $"{(int)route.Type}"))    // JSON has the number
            && (piped.Has("Table") ? Says("Table", $"{route.Table}") : route.Table == RouteMessage.MainTable));

        bool Says(string property, string? value) => !piped.Has(property) || piped.Text(property) == value;
    }

    private protected override NetworkException Missing(string name, NamespaceSession session) => RouteOperations.NotFound(session, name);
}
