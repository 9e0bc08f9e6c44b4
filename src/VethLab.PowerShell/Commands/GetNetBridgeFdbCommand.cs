using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetBridgeFdb: bridges' MAC tables.</summary>
[Cmdlet(VerbsCommon.Get, "NetBridgeFdb")]
[OutputType(typeof(NetBridgeFdbEntry))]
public sealed class GetNetBridgeFdbCommand : GetByNameCmdlet<NetBridgeFdbEntry>
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    [ValidateNotNull]
    public string[] Bridge { get; set; } = ["*"];

    /// <summary>Ports that addresses are behind; the bridge's own name for its own address.</summary>
    [Parameter]
    [Alias("Interface", "ifAlias", "Port")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PortCompleter))]
    [ValidateNotNull]
    public string[]? InterfaceAlias { get; set; }

    [Parameter]
    [Alias("LinkLayerAddress")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BridgeMacCompleter))]
    [ValidateNotNull]
    public string[] MacAddress { get; set; } = ["*"];

    /// <summary>Also what interfaces keep themselves: a VXLAN's remote hosts, the multicast addresses that others listen to.</summary>
    [Parameter]
    public SwitchParameter IncludeSelf { get; set; }

    private protected override string[] Patterns => Bridge;

    private protected override IEnumerable<NetBridgeFdbEntry> List(NamespaceSession session)
    {
        foreach (var name in (InterfaceAlias ?? []).Where(name => !NameFilter.IsPattern(name)))
            ForEachObject(() => InterfaceReader.Read(session, WildcardPattern.Unescape(name)));
        return NetBridgeFdbEntry.List(session).Where(entry => entry.Bridge is not null || IncludeSelf || IsPipedSelf);
    }

    private protected override string NameOf(NetBridgeFdbEntry item) => item.Bridge ?? string.Empty;

    /// <summary>An entry of an interface's own that is read again.</summary>
    private bool IsPipedSelf => InputObject is not null && new PipedObject(InputObject) is var piped && IsEntry(piped) && piped.Text("Bridge") is null;

    private static bool IsEntry(PipedObject piped) => piped.Has("IsStatic", "Bridge", "InterfaceAlias");

    private protected override bool Passes(NetBridgeFdbEntry item) =>
        ValueFilter.Matches(MacAddress, item.MacAddress)
        && (InterfaceAlias is null || Array.Exists(InterfaceAlias, name => NameFilter.Matching(name)(item.InterfaceAlias)));

    /// <summary>A bridge may know no address.</summary>
    private protected override NetworkException? Missing(string name, NamespaceSession session) =>
        InterfaceReader.ListBridges(session).Any(bridge => bridge.Name == WildcardPattern.Unescape(name)) ? null : InterfaceReader.BridgeNotFound(session, name);

    /// <summary>An entry itself; of a bridge all entries, of a port, or what lies on or ends in one, those of the port.</summary>
    private protected override IEnumerable<Search> SearchesFor(PipedObject piped)
    {
        if (IsEntry(piped))
        {
            return [Search.Exactly(piped.Place, piped.Text("Bridge") ?? string.Empty, entry =>
                entry.MacAddress == piped.Text("MacAddress") && $"{entry.Destination}" == (piped.Text("Destination") ?? string.Empty) && entry.InterfaceAlias == piped.Text("InterfaceAlias") && $"{entry.VlanId}" == (piped.Text("VlanId") ?? string.Empty))];
        }
        if (piped.IsBridge || (!piped.IsInterface && !piped.IsPair && !piped.LiesOnInterface))
            return piped.Interfaces().Select(bridge => Search.Exactly(bridge.Place, bridge.Name));
        return piped.Interfaces().Select(port => Search.All(port.Place, entry => entry.InterfaceAlias == port.Name || entry.Bridge == port.Name));
    }
}
