using System.Management.Automation;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetRoute: routes, of the main table unless others are asked for.</summary>
[Cmdlet(VerbsCommon.Get, "NetRoute")]
[OutputType(typeof(NetRoute))]
public sealed class GetNetRouteCommand : GetByNameCmdlet<NetRoute>
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string[] DestinationPrefix { get; set; } = ["*"];

    [Parameter]
    [Alias("Interface")]
    [SupportsWildcards]
    public string? InterfaceAlias { get; set; }

    [Parameter]
    public AddressFamily? AddressFamily { get; set; }

    /// <summary>254: main, 255: local.</summary>
    [Parameter]
    public uint Table { get; set; } = RouteMessage.MainTable;

    private protected override string[] Patterns => InputObject?.BaseObject is NetObject
        ? ["*"]
        : DestinationPrefix.Select(text => text == "default" ? "*/0" : text).ToArray();

    private protected override string NameOfInput(NetObject item) => "*";

    private protected override IEnumerable<NetRoute> List(NamespaceSession session)
    {
        var interfacePattern = InputObject?.BaseObject is NetInterface or VethPair ? base.NameOfInput((NetObject)InputObject.BaseObject) : InterfaceAlias;
        var wanted = interfacePattern is null ? null : new WildcardPattern(interfacePattern, WildcardOptions.None);
        return RouteOperations.List(session).Where(route =>
            route.Table == Table
            && (AddressFamily is null || route.AddressFamily == AddressFamily)
            && (wanted is null || (route.InterfaceAlias is { } name && wanted.IsMatch(name))));
    }

    private protected override string NameOf(NetRoute item) => item.DestinationPrefix;

    private protected override NetworkException Missing(string name, NamespaceSession session) => new(
        NetworkError.RouteNotFound, $"There is no route to '{name}' in {session.Description}.", name, "Get-NetRoute lists the routes there are.");
}
