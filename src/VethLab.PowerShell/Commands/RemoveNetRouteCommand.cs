using System.Management.Automation;
using VethLab.Linux.Route;
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
    public string? NextHop { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Destination")]
    [Alias("Interface")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public string? InterfaceAlias { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Destination")]
    public uint Table { get; set; } = RouteMessage.MainTable;

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
        var session = SessionFor(Namespace);
        var nextHop = AddressArguments.Address(NextHop);
        var isDefault = string.Equals(text, "default", StringComparison.OrdinalIgnoreCase);
        var destination = isDefault ? null : AddressText.ParseNetwork(text).ToString();
        if (InterfaceAlias is not null)
            _ = InterfaceReader.Read(session, InterfaceAlias);
        var matching = RouteOperations.List(session).Where(route =>
            route.Table == Table
            && (isDefault ? route.IsDefault : route.DestinationPrefix == destination)
            && (nextHop is null || nextHop.ToString() == route.NextHop)
            && (InterfaceAlias is null || route.InterfaceAlias == InterfaceAlias)).ToList();
        if (matching.Count == 0)
            throw RouteOperations.NotFound(session, text);
        foreach (var route in matching)
            Remove(session, route);
    }

    private void Remove(NamespaceSession session, NetRoute route) =>
        Perform(RouteOperations.PlanRemove(session, route), "Remove route", route.ToString());
}
