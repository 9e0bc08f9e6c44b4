using System.Management.Automation;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;
using VethLab.PowerShell.Completion;

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
    public string[] DestinationPrefix { get; set; } = ["*"];

    /// <summary>254: main, 255: local.</summary>
    [Parameter]
    public uint Table { get; set; } = RouteMessage.MainTable;

    private protected override string[] Patterns => DestinationPrefix;

    /// <summary>An object that was read knows its table.</summary>
    private protected override IEnumerable<NetRoute> ListAll(NamespaceSession session)
    {
        var table = InputObject?.BaseObject is NetRoute same ? same.Table : Table;
        return RouteOperations.List(session).Where(route => route.Table == table);
    }

    private protected override string? InterfaceOf(NetRoute item) => item.InterfaceAlias;

    private protected override AddressFamily FamilyOf(NetRoute item) => item.AddressFamily;

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

    private protected override NetworkException Missing(string name, NamespaceSession session) => RouteOperations.NotFound(session, name);
}
