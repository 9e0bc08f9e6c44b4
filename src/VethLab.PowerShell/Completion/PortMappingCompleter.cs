using VethLab.Networks.Nat.Ports;

namespace VethLab.PowerShell.Completion;

/// <summary>Ports that VethLab publishes.</summary>
public sealed class PortMappingCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        PortMappingOperations.List(session).Select(mapping => (mapping.Port, $"{mapping.Name} to {mapping.DestinationAddress} {mapping.DestinationNamespace}".TrimEnd())));
}
