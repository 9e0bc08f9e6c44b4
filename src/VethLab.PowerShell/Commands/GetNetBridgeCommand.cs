using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetBridge: bridges with their ports.</summary>
[Cmdlet(VerbsCommon.Get, "NetBridge")]
[OutputType(typeof(NetBridge))]
public sealed class GetNetBridgeCommand : GetByNameCmdlet<NetBridge>
{
    [Parameter(Position = 0)]
    [Alias("Bridge")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    [ValidateNotNull]
    public string[] Name { get; set; } = ["*"];

    private protected override string[] Patterns => Name;

    private protected override IEnumerable<NetBridge> List(NamespaceSession session) => InterfaceReader.ListBridges(session);

    private protected override string NameOf(NetBridge item) => item.Name;

    private protected override NetworkException Missing(string name, NamespaceSession session) =>
        InterfaceReader.BridgeNotFound(session, name);

    /// <summary>A bridge by its name; by anything else that is or joins an interface, the bridges that this is, or is a port of.</summary>
    private protected override IEnumerable<Search> SearchesFor(PipedObject piped)
    {
        if (piped.IsBridge || (!piped.IsInterface && !piped.IsPair && !piped.LiesOnInterface && !piped.Has("Subnet")))
            return piped.Interfaces().Select(bridge => Search.Exactly(bridge.Place, bridge.Name));
        return piped.Interfaces().Select(end => Search.All(end.Place, bridge => bridge.Name == end.Name || bridge.Ports.Contains(end.Name)));
    }
}
