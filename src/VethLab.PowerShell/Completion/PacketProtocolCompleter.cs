namespace VethLab.PowerShell.Completion;

/// <summary>Protocols that captured packets are told apart by; there are more, by the names of /etc/protocols.</summary>
public sealed class PacketProtocolCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) =>
        from name in (string[])["ARP", "ICMP", "ICMPv6", "TCP", "UDP", "IGMP", "GRE", "STP", "LLDP", "IPv4", "IPv6"] select (name, string.Empty);
}
