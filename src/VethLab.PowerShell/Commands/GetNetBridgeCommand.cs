using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.PowerShell.Completion;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetBridge: bridges with their ports.</summary>
[Cmdlet(VerbsCommon.Get, "NetBridge")]
[OutputType(typeof(NetBridge))]
public sealed class GetNetBridgeCommand : GetByNameCmdlet<NetBridge>
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected override string[] Patterns => Name;

    private protected override IEnumerable<NetBridge> List(Networks.Namespaces.NamespaceSession session) =>
        InterfaceReader.ListBridges(session);

    private protected override string NameOf(NetBridge item) => item.Name;

    private protected override NetworkException Missing(string name, Networks.Namespaces.NamespaceSession session) =>
        InterfaceReader.BridgeNotFound(session, name);
}
