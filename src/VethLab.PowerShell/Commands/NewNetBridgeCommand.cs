using System.Management.Automation;
using VethLab.Networks.Interfaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>New-NetBridge: makes a bridge, up and with its addresses.</summary>
[Cmdlet(VerbsCommon.New, "NetBridge", SupportsShouldProcess = true)]
[OutputType(typeof(NetBridge))]
public sealed class NewNetBridgeCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string Name { get; set; } = string.Empty;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? IPAddress { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? PrefixLength { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("LinkLayerAddress")]
    public string? MacAddress { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("NlMtuBytes")]
    public int? Mtu { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanText]
    public SwitchParameter Stp { get; set; }

    [Parameter]
    public SwitchParameter Down { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    protected override void ProcessRecord() => ForEachObject(() =>
    {
        var session = SessionFor(Cell(Namespace));
        var description = new BridgeDescription(Name)
        {
            IPAddress = AddressArguments.Prefixes(Cell(IPAddress, nameof(IPAddress)), Cell(PrefixLength, nameof(PrefixLength))),
            MacAddress = AddressArguments.Mac(Cell(MacAddress, nameof(MacAddress))),
            Mtu = Cell(Mtu, nameof(Mtu)),
            Stp = Stp,
            Down = Down,
        };
        if (Perform(BridgeOperations.PlanCreate(session, description), "Create bridge", Name))
            WriteObject(InterfaceReader.ReadBridge(session, Name));
    });
}
