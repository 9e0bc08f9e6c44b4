using System.Management.Automation;
using VethLab.Networks.Connections;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetConnection: the flows that connection tracking knows, and how they are translated.</summary>
[Cmdlet(VerbsCommon.Get, "NetConnection")]
[OutputType(typeof(NetConnection))]
public sealed class GetNetConnectionCommand : GetByNameCmdlet<NetConnection>
{
    /// <summary>Addresses on either side, before or after translation.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionAddressCompleter))]
    [ValidateNotNull]
    public string[]? IPAddress { get; set; }

    /// <summary>Ports on either side, before or after translation.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionPortCompleter))]
    [ValidateNotNull]
    public ushort[]? Port { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionProtocolCompleter))]
    [ValidateNotNull]
    public string[]? Protocol { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionStateCompleter))]
    public string[]? State { get; set; }

    /// <summary>Only those whose addresses or ports are translated.</summary>
    [Parameter]
    public SwitchParameter Translated { get; set; }

    private protected override string[] Patterns => ["*"];

    private protected override IEnumerable<NetConnection> List(NamespaceSession session) => ConnectionOperations.List(session);

    private protected override string NameOf(NetConnection item) => item.Name;

    private protected override bool Passes(NetConnection item) =>
        (IPAddress is null || Addresses(item).Any(address => ValueFilter.MatchesAddress(IPAddress, address)))
        && (Port is null || Ports(item).Any(port => port is { } number && Port.Contains(number)))
        && ValueFilter.Matches(Protocol, item.Protocol) && ValueFilter.Matches(State, item.State) && (!Translated || item.Translation is not null);

    internal static string[] Addresses(NetConnection item) => [item.SourceAddress, item.DestinationAddress, item.ReplySourceAddress, item.ReplyDestinationAddress];

    private static ushort?[] Ports(NetConnection item) => [item.SourcePort, item.DestinationPort, item.ReplySourcePort, item.ReplyDestinationPort];

    private protected override NetworkException Missing(string name, NamespaceSession session) => ConnectionOperations.NotFound(name, session);

    /// <summary>A connection itself, as it is now; of anything else that has an address those to and from it.</summary>
    private protected override IEnumerable<Search> SearchesFor(PipedObject piped)
    {
        if (piped.Has("ReplySourceAddress", "Translation") && piped.Name is { } name)
            return [Search.Exactly(piped.Place, name, item => $"{item.Id}" == piped.Text("Id"))];
        var addresses = piped.Texts("IPAddress").Select(address => address.Split('/')[0]).ToList();
        return addresses.Count == 0 ? [] : [Search.All(piped.Place, item => Addresses(item).Intersect(addresses).Any())];
    }
}
