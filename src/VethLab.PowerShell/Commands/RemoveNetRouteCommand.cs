using System.Management.Automation;
using VethLab.Networks.Addresses;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-NetRoute: removes routes.</summary>
[Cmdlet(VerbsCommon.Remove, "NetRoute", SupportsShouldProcess = true, DefaultParameterSetName = "Object")]
public sealed class RemoveNetRouteCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Destination")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(RouteCompleter))]
    public string[] DestinationPrefix { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "Destination")]
    [Alias("Gateway")]
    [ArgumentCompleter(typeof(NextHopCompleter))]
    public string[]? NextHop { get; set; }

    /// <summary>All ways of the route, as a route that was read has them. A typed -NextHop goes before it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Destination")]
    [ArgumentCompleter(typeof(NextHopCompleter))]
    public string[]? NextHops { get; set; }

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Destination")]
    [Alias("Interface", "ifAlias")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceReference? InterfaceAlias { get; set; }

    [Parameter(ParameterSetName = "Destination")]
    [Alias("ifIndex")]
    [ArgumentCompleter(typeof(InterfaceIndexCompleter))]
    public int? InterfaceIndex { get; set; }

    /// <summary>Without it, whatever the metric is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Destination")]
    [Alias("Metric")]
    public uint? RouteMetric { get; set; }

    /// <summary>IPv4 or IPv6, where "default" would mean both.</summary>
    [Parameter(ParameterSetName = "Destination")]
    [ArgumentCompleter(typeof(AddressFamilyCompleter))]
    public string? AddressFamily { get; set; }

    /// <summary>A number, or main, local or default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Destination")]
    [ArgumentCompleter(typeof(RouteTableCompleter))]
    public string? Table { get; set; } = TableArgument.Main;

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Destination")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Object")]
    public NetRoute InputObject { get; set; } = null!;

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Object")
        {
            ForEachObject(() => Remove(SessionFor(InputObject, null), InputObject));
            return;
        }
        foreach (var destination in DestinationPrefix)
            ForEachObject(() => RemoveMatching(destination));
    }

    private void RemoveMatching(string text)
    {
        var link = InterfaceAlias is { Name.Length: 0 } && !IsTyped(nameof(InterfaceAlias)) ? null : InterfaceAlias;
        var session = link is null ? SessionFor(Cell(Namespace)) : SessionFor(link, Namespace);
        var hops = NextHopArguments.Read(Cell(NextHop, nameof(NextHop)), IsTyped(nameof(NextHop)), Cell(NextHops, nameof(NextHops)));
        var table = TableArgument.Parse(Cell(Table, nameof(Table)) ?? TableArgument.Main);
        var family = AddressArguments.Family(AddressFamily);
        var isDefault = string.Equals(text, "default", StringComparison.OrdinalIgnoreCase);
        var destination = isDefault ? null : AddressText.ParseNetwork(text).ToString();
        if (link is not null)
            _ = InterfaceReader.Read(session, link.Name);
        var matching = RouteOperations.List(session).Where(route =>
            route.Table == table
            && (isDefault ? route.IsDefault : route.DestinationPrefix == destination)
            && (hops.Count == 0 || route.HasPaths(hops))
            && (RouteMetric is null || RouteMetric == route.RouteMetric)
            && (family is null || family == route.AddressFamily)
            && (link is null || route.InterfaceAlias == link.Name)
            && (InterfaceIndex is null || route.InterfaceIndex == InterfaceIndex)).ToList();
        if (matching.Count == 0)
            throw RouteOperations.NotFound(session, text);
        foreach (var route in matching)
            Remove(session, route);
    }

    private void Remove(NamespaceSession session, NetRoute route) =>
        Perform(RouteOperations.PlanRemove(session, route), "Remove route", route.ToString());
}
