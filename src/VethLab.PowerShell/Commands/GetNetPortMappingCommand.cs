using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat.Ports;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetPortMapping: the ports that VethLab publishes, with counters.</summary>
[Cmdlet(VerbsCommon.Get, "NetPortMapping")]
[OutputType(typeof(NetPortMapping))]
public sealed class GetNetPortMappingCommand : GetByNameCmdlet<NetPortMapping>
{
    /// <summary>Ports as they were published.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PortMappingCompleter))]
    [ValidateNotNull]
    public string[] Port { get; set; } = ["*"];

    [Parameter]
    public PortProtocol? Protocol { get; set; }

    /// <summary>Only ports of these namespaces.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? DestinationNamespace { get; set; }

    private protected override string[] Patterns => Port;

    private protected override IEnumerable<NetPortMapping> List(NamespaceSession session) => PortMappingOperations.List(session);

    private protected override string NameOf(NetPortMapping item) => item.Port;

    /// <summary>A name has the protocol in it.</summary>
    private protected override string NameOf(NetPortMapping item, string pattern) => pattern.Contains('/', StringComparison.Ordinal) ? item.Name : item.Port;

    private protected override bool Passes(NetPortMapping item) =>
        (Protocol is null || item.Protocol == Protocol) && (DestinationNamespace is null || (item.DestinationNamespace is { } space && ValueFilter.Matches(DestinationNamespace, space)));

    private protected override NetworkException Missing(string name, NamespaceSession session) => PortMappingOperations.NotFound(name, session);

    /// <summary>A mapping itself, as it is now; of what has addresses the ports that lead there.</summary>
    private protected override IEnumerable<Search> SearchesFor(PipedObject piped)
    {
        if (piped.Has("DestinationAddress", "Port") && piped.Name is { } name)
            return [Search.Exactly(piped.Place, name, item => item.DestinationAddress == piped.Text("DestinationAddress"))];
        return [];
    }
}
