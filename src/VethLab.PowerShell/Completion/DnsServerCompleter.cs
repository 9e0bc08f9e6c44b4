using VethLab.Networks.Dns;

namespace VethLab.PowerShell.Completion;

/// <summary>Completes name servers: the machine's own, all at once or one by one.</summary>
public sealed class DnsServerCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line)
    {
        if (HostResolver.Read() is not { Servers.Count: > 0 })
            return [];
        var servers = HostResolver.Usable().Servers;
        return servers.Select(server => (server, HostResolver.FileName)).Prepend((ResolverArguments.Host, servers.ToString()));
    }
}
