using System.Management.Automation;
using VethLab.Networks;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat;
using VethLab.PowerShell.Completion;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-Masquerade: the subnets that VethLab masquerades, with counters.</summary>
[Cmdlet(VerbsCommon.Get, "Masquerade")]
[OutputType(typeof(Masquerade))]
public sealed class GetMasqueradeCommand : GetByNameCmdlet<Masquerade>
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MasqueradeCompleter))]
    public string[] Subnet { get; set; } = ["*"];

    private protected override string[] Patterns => Subnet;

    private protected override string NameOfInput(NetObject item) => item is Masquerade masquerade ? masquerade.Name : "*";

    private protected override IEnumerable<Masquerade> List(NamespaceSession session)
    {
        var bridge = (InputObject?.BaseObject as NetInterface)?.Name;
        return MasqueradeOperations.List(session).Where(masquerade => bridge is null || masquerade.Bridge == bridge);
    }

    private protected override string NameOf(Masquerade item) => item.Name;

    private protected override NetworkException Missing(string name, NamespaceSession session) =>
        MasqueradeOperations.NotFound(name, session);
}
