using System.Management.Automation;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-NetRoute: removes routes.</summary>
[Cmdlet(VerbsCommon.Remove, "NetRoute", SupportsShouldProcess = true, DefaultParameterSetName = "Destination")]
public sealed class RemoveNetRouteCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Destination")]
    public string[] DestinationPrefix { get; set; } = [];

    [Parameter(Position = 1, ParameterSetName = "Destination")]
    [Alias("Gateway")]
    public string? NextHop { get; set; }

    [Parameter(ParameterSetName = "Destination")]
    [Alias("Interface")]
    public string? InterfaceAlias { get; set; }

    [Parameter(ParameterSetName = "Destination")]
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
        var matching = RouteOperations.List(session).Where(route =>
            route.Table == RouteMessage.MainTable
            && (isDefault ? route.DestinationPrefix is "0.0.0.0/0" or "::/0" : route.DestinationPrefix == destination)
            && (nextHop is null || nextHop.Equals(route.NextHop))
            && (InterfaceAlias is null || route.InterfaceAlias == InterfaceAlias)).ToList();
        if (matching.Count == 0)
            throw new NetworkException(NetworkError.RouteNotFound, $"There is no route '{text}' in {session.Description}.", text, "Get-NetRoute lists the routes there are.");
        foreach (var route in matching)
            Remove(session, route);
    }

    private void Remove(NamespaceSession session, NetRoute route) =>
        Perform(RouteOperations.PlanRemove(session, route), "Remove route", route.ToString());
}
