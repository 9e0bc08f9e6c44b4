using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-Masquerade: the subnets that VethLab masquerades, with counters.</summary>
[Cmdlet(VerbsCommon.Get, "Masquerade")]
[OutputType(typeof(Masquerade))]
public sealed class GetMasqueradeCommand : GetByNameCmdlet<Masquerade>
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MasqueradeCompleter))]
    [ValidateNotNull]
    public string[] Subnet { get; set; } = ["*"];

    /// <summary>Bridges that subnets are masqueraded for; they may be gone.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    [ValidateNotNull]
    public InterfaceReference[]? Bridge { get; set; }

    private protected override string[] Patterns => Subnet;

    private protected override IEnumerable<NamespaceReference?> Places =>
        Namespace is null && Bridge is not null ? BridgeFilter.PlacesOf(Bridge) : base.Places;

    private protected override IEnumerable<Masquerade> List(NamespaceSession session) => MasqueradeOperations.List(session);

    private protected override string NameOf(Masquerade item) => item.Name;

    private protected override bool Passes(Masquerade item) => BridgeFilter.Matches(Bridge, item.Bridge, item.NamespaceId);

    private protected override NetworkException Missing(string name, NamespaceSession session) =>
        MasqueradeOperations.NotFound(name, session);

    /// <summary>A masquerade by its subnet; of a bridge all that are for it, of a port those of its bridge.</summary>
    private protected override IEnumerable<Search> SearchesFor(PipedObject piped)
    {
        if (piped.Text("Subnet") is { } subnet)
            return [Search.Exactly(piped.Place, subnet)];
        return piped.Interfaces().Select(link => new Search(
            link.Place, Patterns, masquerade => masquerade.Bridge is { } bridge && (bridge == link.Name || bridge == piped.Text("Bridge"))));
    }
}
