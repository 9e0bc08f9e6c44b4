using System.Management.Automation;
using System.Net.Sockets;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetNeighbor: the ARP table and IPv6's neighbours.</summary>
[Cmdlet(VerbsCommon.Get, "NetNeighbor")]
[OutputType(typeof(NetNeighbor))]
public sealed class GetNetNeighborCommand : GetByNameCmdlet<NetNeighbor>
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string[] IPAddress { get; set; } = ["*"];

    [Parameter]
    [Alias("Interface")]
    [SupportsWildcards]
    public string[] InterfaceAlias { get; set; } = ["*"];

    [Parameter]
    public AddressFamily? AddressFamily { get; set; }

    private protected override string[] Patterns => InputObject?.BaseObject is Networks.NetObject ? ["*"] : IPAddress;

    private protected override string NameOfInput(Networks.NetObject item) => "*";

    private protected override IEnumerable<NetNeighbor> List(NamespaceSession session)
    {
        var names = InputObject?.BaseObject is Networks.NetObject item ? [base.NameOfInput(item)] : InterfaceAlias;
        var wanted = names.Select(name => new WildcardPattern(name, WildcardOptions.None)).ToList();
        return NetNeighbor.List(session).Where(entry =>
            (AddressFamily is null || entry.AddressFamily == AddressFamily) && wanted.Any(pattern => pattern.IsMatch(entry.InterfaceAlias)));
    }

    private protected override string NameOf(NetNeighbor item) => item.IPAddress.ToString();

    private protected override NetworkException Missing(string name, NamespaceSession session) => new(
        NetworkError.AddressNotFound, $"{session.Description} knows no neighbour {name}.", name, "Get-NetNeighbor lists the neighbours there are.");
}
