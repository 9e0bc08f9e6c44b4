using System.Management.Automation;
using VethLab.Networks.Interfaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>New-VethPair: makes a veth pair, both ends up, each where it shall live.</summary>
[Cmdlet(VerbsCommon.New, "VethPair", SupportsShouldProcess = true)]
[OutputType(typeof(VethPair))]
public sealed class NewVethPairCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string Name { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string PeerName { get; set; } = string.Empty;

    /// <summary>Where the end called -Name lives.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>Where the end called -PeerName lives.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? PeerNamespace { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? IPAddress { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? PrefixLength { get; set; }

    /// <summary>Next hop of the default route at the end called -Name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("DefaultGateway")]
    [ArgumentCompleter(typeof(GatewayCompleter))]
    public string? Gateway { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? PeerIPAddress { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("NlMtuBytes")]
    public int? Mtu { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("LinkLayerAddress")]
    public string? MacAddress { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? PeerMacAddress { get; set; }

    [Parameter]
    public SwitchParameter Down { get; set; }

    protected override void ProcessRecord() => ForEachObject(() =>
    {
        var session = SessionFor(Cell(Namespace));
        var length = Cell(PrefixLength, nameof(PrefixLength));
        var pair = new VethDescription(
            new VethEndDescription(session, Name)
            {
                IPAddress = AddressArguments.Prefixes(Cell(IPAddress, nameof(IPAddress)), length),
                MacAddress = AddressArguments.Mac(Cell(MacAddress, nameof(MacAddress))),
            },
            new VethEndDescription(SessionFor(Cell(PeerNamespace, nameof(PeerNamespace))), PeerName)
            {
                IPAddress = AddressArguments.Prefixes(Cell(PeerIPAddress, nameof(PeerIPAddress)), length),
                MacAddress = AddressArguments.Mac(Cell(PeerMacAddress, nameof(PeerMacAddress))),
            })
        {
            Gateway = AddressArguments.Address(Cell(Gateway, nameof(Gateway))),
            Mtu = Cell(Mtu, nameof(Mtu)),
            Down = Down,
        };
        if (Perform(VethOperations.PlanCreate(pair), "Create veth pair", $"{Name} and {PeerName}"))
            WriteObject(VethReader.ReadNew(pair));
    });
}
