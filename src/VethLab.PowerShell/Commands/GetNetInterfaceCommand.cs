using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetInterface: interfaces with state, addresses and counters.</summary>
[Cmdlet(VerbsCommon.Get, "NetInterface")]
[OutputType(typeof(NetInterface))]
public sealed class GetNetInterfaceCommand : GetByNameCmdlet<NetInterface>
{
    [Parameter(Position = 0)]
    [Alias("InterfaceAlias", "Interface")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected override string[] Patterns => Name;

    private protected override IEnumerable<NetInterface> List(NamespaceSession session) => InterfaceReader.List(session, withCounters: true);

    private protected override string NameOf(NetInterface item) => item.Name;

    private protected override NetworkException Missing(string name, NamespaceSession session) =>
        InterfaceReader.NotFound(session, name);
}
