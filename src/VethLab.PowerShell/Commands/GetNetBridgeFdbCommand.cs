using System.Management.Automation;
using VethLab.Networks;
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
    public string[] Bridge { get; set; } = ["*"];

    [Parameter]
    [SupportsWildcards]
    public string[] MacAddress { get; set; } = ["*"];

    private protected override string[] Patterns => Bridge;

    private protected override string NameOfInput(NetObject item) => item switch
    {
        NetInterface { Bridge: { } bridge } => bridge,
        NetBridgeFdbEntry entry => entry.Bridge,
        _ => base.NameOfInput(item),
    };

    private protected override IEnumerable<NetBridgeFdbEntry> List(NamespaceSession session)
    {
        var same = InputObject?.BaseObject as NetBridgeFdbEntry;
        var port = InputObject?.BaseObject is NetInterface { Bridge: not null } link ? link.Name : same?.InterfaceAlias;
        var wanted = (same is null ? MacAddress : [same.MacAddress]).Select(text => NameFilter.Matching(text, WildcardOptions.IgnoreCase)).ToList();
        return NetBridgeFdbEntry.List(session).Where(entry =>
            (port is null || entry.InterfaceAlias == port) && (same is null || entry.VlanId == same.VlanId) && wanted.Exists(matches => matches(entry.MacAddress)));
    }

    private protected override string NameOf(NetBridgeFdbEntry item) => item.Bridge;

    /// <summary>A bridge may know no address.</summary>
    private protected override NetworkException? Missing(string name, NamespaceSession session) =>
        InterfaceReader.ListBridges(session).Any(bridge => bridge.Name == WildcardPattern.Unescape(name)) ? null : InterfaceReader.BridgeNotFound(session, name);
}
