using VethLab.Networks.Connections;
using VethLab.PowerShell.Commands;

namespace VethLab.PowerShell.Completion;

/// <summary>Addresses of tracked connections.</summary>
public sealed class ConnectionAddressCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        ConnectionOperations.List(session).SelectMany(connection => GetNetConnectionCommand.Addresses(connection).Select(address => (address, connection.Name))));
}

/// <summary>Ports that tracked connections go to.</summary>
public sealed class ConnectionPortCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        ConnectionOperations.List(session).Where(connection => connection.DestinationPort is not null).Select(connection => ($"{connection.DestinationPort}", connection.Name)));
}

/// <summary>Protocols of tracked connections.</summary>
public sealed class ConnectionProtocolCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) =>
        from name in (string[])["tcp", "udp", "icmp", "ipv6-icmp"] select (name, string.Empty);
}

/// <summary>States of tracked connections.</summary>
public sealed class ConnectionStateCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) =>
        from name in (string[])["SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE", "REPLIED", "UNREPLIED"] select (name, string.Empty);
}
