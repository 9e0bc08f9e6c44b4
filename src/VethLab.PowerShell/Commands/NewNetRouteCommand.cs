using System.Management.Automation;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Routes;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>New-NetRoute: adds routes.</summary>
[Cmdlet(VerbsCommon.New, "NetRoute", SupportsShouldProcess = true)]
[OutputType(typeof(NetRoute))]
public sealed class NewNetRouteCommand : NetCmdlet
{
    /// <summary>CIDR notation; "default", 0.0.0.0/0 or ::/0 for a default route.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] DestinationPrefix { get; set; } = [];

    /// <summary>Gateways; several share the packets. Behind an address, "dev NAME", "weight NUMBER" and "onlink" as ip-route(8) has them.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Gateway")]
    [ArgumentCompleter(typeof(GatewayCompleter))]
    public string[]? NextHop { get; set; }

    /// <summary>What a route that was read brings along: all its ways. A typed -NextHop goes before it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(GatewayCompleter))]
    public string[]? NextHops { get; set; }

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Interface", "ifAlias")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceOrEntryReference? InterfaceAlias { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Metric")]
    public uint RouteMetric { get; set; }

    /// <summary>Own address that packets of this host get as their source.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OwnAddressCompleter))]
    public string? Source { get; set; }

    /// <summary>A number, or main, local or default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RouteTableCompleter))]
    public string? Table { get; set; } = TableArgument.Main;

    /// <summary>What becomes of the packets: Unicast sends them on, the others drop them, with an ICMP error (Unreachable, Prohibit) or without (Blackhole).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet(nameof(RouteType.Unicast), nameof(RouteType.Blackhole), nameof(RouteType.Unreachable), nameof(RouteType.Prohibit), nameof(RouteType.Throw))]
    public RouteType Type { get; set; } = RouteType.Unicast;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var destination in DestinationPrefix)
            ForEachObject(() => Add(destination));
    }

    private void Add(string text)
    {
        var link = InterfaceAlias is { Name.Length: 0 } && !IsTyped(nameof(InterfaceAlias)) ? null : InterfaceAlias;
        var session = link is null ? SessionFor(Cell(Namespace)) : SessionFor(link, Namespace);
        var table = TableArgument.Parse(Cell(Table, nameof(Table)) ?? TableArgument.Main);
        var hops = Hops(link?.Name);
        var isDefault = string.Equals(text, "default", StringComparison.OrdinalIgnoreCase);
        var isIPv6 = hops.Exists(hop => hop.NextHop?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6);
        var destination = AddressText.ParseNetwork(isDefault ? isIPv6 ? "::/0" : "0.0.0.0/0" : text);
        var description = new RouteDescription(destination)
        {
            Hops = hops,
            Metric = RouteMetric,
            Source = AddressArguments.Address(Cell(Source, nameof(Source))),
            Table = table,
            Type = Type,
        };
        if (Perform(RouteOperations.PlanAdd(session, description), "Add route", destination.ToString()))
            WriteObject(RouteOperations.Read(session, description));
    }

    /// <summary>The ways out; -InterfaceAlias is that of those which name none.</summary>
    private List<HopDescription> Hops(string? interfaceName)
    {
        var hops = NextHopArguments.Read(Cell(NextHop, nameof(NextHop)), IsTyped(nameof(NextHop)), Cell(NextHops, nameof(NextHops)));
        return hops.Count == 0 && interfaceName is not null
            ? [new HopDescription { InterfaceAlias = interfaceName }]
            : [.. hops.Select(hop => hop with { InterfaceAlias = hop.InterfaceAlias ?? interfaceName })];
    }
}
