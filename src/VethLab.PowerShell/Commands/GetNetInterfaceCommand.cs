using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetInterface: interfaces with state, addresses and counters.</summary>
[Cmdlet(VerbsCommon.Get, "NetInterface")]
[OutputType(typeof(NetInterface))]
public sealed class GetNetInterfaceCommand : GetByNameCmdlet<NetInterface>
{
    [Parameter(Position = 0)]
    [Alias("InterfaceAlias", "Interface", "ifAlias")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    [ValidateNotNull]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    [Alias("ifIndex")]
    [ArgumentCompleter(typeof(InterfaceIndexCompleter))]
    [ValidateNotNull]
    public int[]? InterfaceIndex { get; set; }

    /// <summary>veth, bridge, …</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KindCompleter))]
    [ValidateNotNull]
    public string[]? Kind { get; set; }

    /// <summary>Bridges whose ports are meant.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    [ValidateNotNull]
    public InterfaceReference[]? Bridge { get; set; }

    private protected override string[] Patterns => Name;

    private protected override IEnumerable<NamespaceReference?> Places =>
        Namespace is null && Bridge is not null ? BridgeFilter.PlacesOf(Bridge) : base.Places;

    private protected override IEnumerable<NetInterface> List(NamespaceSession session)
    {
        foreach (var bridge in Bridge ?? [])
            ForEachObject(() => BridgeFilter.Check(bridge, session));
        return InterfaceReader.List(session, withCounters: true);
    }

    private protected override Func<NamespaceSession, string, NetInterface?>? NamedReader => Bridge is null ? InterfaceReader.TryRead : null;

    private protected override string NameOf(NetInterface item) => item.Name;

    private protected override bool Passes(NetInterface item) =>
        ValueFilter.Matches(Kind, item.Kind)
        && BridgeFilter.Matches(Bridge, item.Bridge, item.NamespaceId)
        && (InterfaceIndex is null || InterfaceIndex.Contains(item.Index));

    private protected override NetworkException Missing(string name, NamespaceSession session) =>
        InterfaceReader.NotFound(session, name);

    /// <summary>Of a pair both ends.</summary>
    private protected override IEnumerable<Search> SearchesFor(PipedObject piped) =>
        piped.Interfaces().Select(end => Search.Exactly(end.Place, end.Name));
}
