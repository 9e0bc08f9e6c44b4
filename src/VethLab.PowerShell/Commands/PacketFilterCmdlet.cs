using System.Management.Automation;
using VethLab.Linux.Packets;
using VethLab.Networks.Capture;
using VethLab.Networks.Errors;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>What cmdlets share that select packets: the parameters of the filter. Each takes several words, of which one has to hold; '!' before one excludes.</summary>
public abstract class PacketFilterCmdlet : NetCmdlet
{
    /// <summary>Only packets of these protocols: ARP, ICMP, ICMPv6, TCP, UDP …</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PacketProtocolCompleter))]
    [ValidateNotNull]
    public string[] Protocol { get; set; } = [];

    /// <summary>Only packets from or to these addresses or networks.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    [ValidateNotNull]
    public string[] HostAddress { get; set; } = [];

    /// <summary>Only packets from or to these ports: 80, 8000-8080.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[] Port { get; set; } = [];

    /// <summary>Only frames from or to these MAC addresses.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[] MacAddress { get; set; } = [];

    /// <summary>Only frames that carry these, as 0x88cc.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[] EtherType { get; set; } = [];

    /// <summary>Only frames of these VLANs.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[] VlanId { get; set; } = [];

    /// <summary>A filter in tcpdump's language besides.</summary>
    [Parameter]
    public string? Filter { get; set; }

    /// <summary>The filter of all parameters; and what it is in words, null: none.</summary>
    /// <exception cref="NetworkException">FilterInvalid, InvalidAddress, InvalidMacAddress.</exception>
    private protected (PacketFilter Filter, string? Text) ReadFilter()
    {
        var words = new FilterWords();
        words.AddProtocols(Protocol.SelectMany(Expand));
        words.AddHosts(HostAddress);
        words.AddPorts(Port);
        words.AddMacs(MacAddress);
        words.AddEtherTypes(EtherType);
        words.AddVlans(VlanId);
        var text = string.Join(" and ", ((string?[])[words.Text, Filter]).Where(part => !string.IsNullOrWhiteSpace(part)));
        return (words.Filter, text.Length == 0 ? null : text);
    }

    /// <summary>The protocols that a wildcard means; all of them are no filter.</summary>
    private static IEnumerable<string> Expand(string word)
    {
        var pattern = word.TrimStart('!');
        if (word == "*" || !NameFilter.IsPattern(pattern))
            return word == "*" ? [] : [word];
        var matches = NameFilter.Matching(pattern, WildcardOptions.IgnoreCase);
        var found = ProtocolTests.Names.Where(name => matches(name)).ToList();
        return found.Count == 0 ? [word] : found.Select(name => word[0] == '!' ? $"!{name}" : name);
    }
}
