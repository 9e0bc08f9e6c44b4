using System.Management.Automation;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetNeighbor: the ARP table and IPv6's neighbours.</summary>
[Cmdlet(VerbsCommon.Get, "NetNeighbor")]
[OutputType(typeof(NetNeighbor))]
public sealed class GetNetNeighborCommand : GetOnInterfaceCmdlet<NetNeighbor>
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NeighborCompleter))]
    [ValidateNotNull]
    public string[] IPAddress { get; set; } = ["*"];

    [Parameter]
    [Alias("LinkLayerAddress")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NeighborMacCompleter))]
    [ValidateNotNull]
    public string[]? MacAddress { get; set; }

    [Parameter]
    public NeighborState[]? State { get; set; }

    private protected override string[] Patterns => IPAddress;

    private protected override IEnumerable<NetNeighbor> ListAll(NamespaceSession session) => NeighborOperations.List(session);

    private protected override string InterfaceOf(NetNeighbor item) => item.InterfaceAlias;

    private protected override int InterfaceIndexOf(NetNeighbor item) => item.InterfaceIndex;

    private protected override AddressFamily FamilyOf(NetNeighbor item) => item.AddressFamily;

    private protected override bool Passes(NetNeighbor item) =>
        ValueFilter.Matches(MacAddress, item.MacAddress) && (State is null || Array.Exists(State, state => (item.State & state) != 0));

    private protected override string NameOf(NetNeighbor item) => item.Name;

    private protected override string NameOf(NetNeighbor item, string pattern) =>
        IPPrefix.TryParseAddress(pattern, out var address) && address.ToString() == item.IPAddress ? pattern : item.Name;

    private protected override Search? Own(PipedObject piped) =>
        piped.Has("IPAddress", "State", "InterfaceAlias") && piped.Text("IPAddress") is { } address
            ? Search.Exactly(piped.Place, address, item => item.InterfaceAlias == piped.Text("InterfaceAlias"))
            : null;

    private protected override NetworkException Missing(string name, NamespaceSession session) => new(
        NetworkError.AddressNotFound, $"{session.Description} knows no neighbour {name}.", name, "Get-NetNeighbor lists the neighbours there are.");
}
