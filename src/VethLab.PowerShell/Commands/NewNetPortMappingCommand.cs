using System.Management.Automation;
using System.Net;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat.Ports;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>New-NetPortMapping: publishes ports of a namespace, as Docker's -p does.</summary>
[Cmdlet(VerbsCommon.New, "NetPortMapping", SupportsShouldProcess = true)]
[OutputType(typeof(NetPortMapping))]
public sealed class NewNetPortMappingCommand : NetCmdlet
{
    /// <summary>Ports to publish, or ranges of them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] Port { get; set; } = [];

    /// <summary>The namespace whose ports they are.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public PublishedNamespace? DestinationNamespace { get; set; }

    /// <summary>Whom packets go to; by default an address of the namespace for each family.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string? DestinationAddress { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? DestinationPort { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public PortProtocol[]? Protocol { get; set; }

    /// <summary>The only address to listen on.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OwnAddressCompleter))]
    public string? ListenAddress { get; set; }

    /// <summary>The only interface that packets may come in by.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public string? InInterface { get; set; }

    /// <summary>The namespace that publishes.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var text in Cell(Port, nameof(Port)))
        {
            foreach (var protocol in Protocol ?? [PortProtocol.Tcp])
                ForEachObject(() => Publish(PortRange.Parse(text), protocol));
        }
    }

    private void Publish(PortRange ports, PortProtocol protocol)
    {
        var session = SessionFor(Namespace ?? DestinationNamespace?.Place);
        var there = DestinationNamespace?.Namespace is { } space ? SessionFor(space) : null;
        var port = PortTo(ports);
        var listen = AddressArguments.Address(Cell(ListenAddress, nameof(ListenAddress)));
        foreach (var destination in Destinations(session, there, listen))
        {
            ForEachObject(() => Publish(session, there, new PortMappingDescription(protocol, ports, destination)
            {
                DestinationPort = port, DestinationNamespace = there?.Name, ListenAddress = listen, InInterface = Cell(InInterface, nameof(InInterface)),
            }));
        }
    }

    private IReadOnlyList<IPAddress> Destinations(NamespaceSession session, NamespaceSession? there, IPAddress? listen)
    {
        if (AddressArguments.Address(Cell(DestinationAddress, nameof(DestinationAddress))) is { } only)
            return [only];
        if (there is null)
        {
            throw new NetworkException(
                NetworkError.InvalidValue, "It is not said whose port it is.", string.Join(", ", Port),
                "Name the namespace, New-NetPortMapping 8080 web, or the address with -DestinationAddress; -Namespace is the namespace that publishes it.");
        }
        var all = PortMappingTarget.AddressesOf(session, there, DestinationNamespace!.Addresses);
        return listen is null ? all : all.Any(address => address.AddressFamily == listen.AddressFamily) ? [.. all.Where(address => address.AddressFamily == listen.AddressFamily)] : all;
    }

    /// <summary>A single port leads to the same one unless another is given; a range has no one port to lead to.</summary>
    private ushort? PortTo(PortRange ports) => Cell(DestinationPort, nameof(DestinationPort)) switch
    {
        null => ports.IsOne ? ports.First : null,
        > 0 and <= ushort.MaxValue and var number => (ushort)number,
        var other => throw new NetworkException(NetworkError.InvalidValue, $"{other} is no port.", $"{other}", "Ports are numbers from 1 to 65535."),
    };

    private void Publish(NamespaceSession session, NamespaceSession? there, PortMappingDescription wished)
    {
        var what = $"{wished.Name} to {wished.Target}";
        var done = PerformAlone(session, () => PortMappingOperations.PlanAdd(session, wished, there), "Publish port", what);
        if (done is null)
            WriteWarning($"{what} is published in {session.Description} already; nothing was changed.");
        else if (done == false)
            return;
        WriteObject(PortMappingOperations.List(session).First(mapping => mapping.Name == wished.Name && mapping.DestinationAddress == $"{wished.Destination}"));
    }
}
