using VethLab.Linux.Packets;

namespace VethLab.PowerShell.Completion;

/// <summary>Protocols that packets are selected by; there are more, by their numbers.</summary>
public sealed class PacketProtocolCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => ProtocolTests.Names.Select(name => (name, string.Empty));
}
