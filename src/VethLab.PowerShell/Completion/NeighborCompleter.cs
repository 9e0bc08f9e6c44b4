using VethLab.Networks.Interfaces;
using VethLab.Networks.Routes;

namespace VethLab.PowerShell.Completion;

/// <summary>Addresses of neighbours.</summary>
public sealed class NeighborCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        NeighborOperations.List(session).Select(entry => (entry.Name, entry.ToString())));
}

/// <summary>MAC addresses of neighbours.</summary>
public sealed class NeighborMacCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        NeighborOperations.List(session).Where(entry => entry.MacAddress is not null).Select(entry => (entry.MacAddress!, entry.ToString())));
}

/// <summary>MAC addresses in bridges' tables.</summary>
public sealed class BridgeMacCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        NetBridgeFdbEntry.List(session).Select(entry => (entry.MacAddress, $"{entry.InterfaceAlias} of {entry.Bridge}")));
}
