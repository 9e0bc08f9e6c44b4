using System.Management.Automation;
using VethLab.Networks.Interfaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Set-NetBridge: STP, its forward delay, ageing, multicast snooping, MAC and MTU of bridges.</summary>
[Cmdlet(VerbsCommon.Set, "NetBridge", SupportsShouldProcess = true)]
[OutputType(typeof(NetBridge))]
public sealed class SetNetBridgeCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Bridge")]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    public InterfaceReference[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    [Parameter]
    [BooleanText]
    public bool? Stp { get; set; }

    [Parameter]
    [ValidateRange(0, 30)]
    public double? ForwardDelaySeconds { get; set; }

    /// <summary>0: the MAC table forgets at once, so that every packet goes to every port.</summary>
    [Parameter]
    [ValidateRange(0, 1000000)]
    public double? AgeingTimeSeconds { get; set; }

    [Parameter]
    [BooleanText]
    public bool? MulticastSnooping { get; set; }

    [Parameter]
    [Alias("LinkLayerAddress")]
    public string? MacAddress { get; set; }

    [Parameter]
    [Alias("NlMtuBytes")]
    public int? Mtu { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var bridge in Name)
            ForEachObject(() => Change(bridge));
    }

    private void Change(InterfaceReference bridge)
    {
        var session = SessionFor(bridge, Namespace);
        var plan = BridgeOperations.PlanChange(session, bridge.Name, new BridgeChange
        {
            Stp = Stp,
            ForwardDelay = ForwardDelaySeconds is { } delay ? TimeSpan.FromSeconds(delay) : null,
            AgeingTime = AgeingTimeSeconds is { } ageing ? TimeSpan.FromSeconds(ageing) : null,
            MulticastSnooping = MulticastSnooping,
            MacAddress = AddressArguments.Mac(MacAddress),
            Mtu = Mtu,
        });
        if (plan.IsEmpty)
            WriteVerbose($"{bridge.Name} is so already.");
        else if (!Perform(plan, "Change bridge", bridge.Name))
            return;
        if (PassThru)
            WriteObject(InterfaceReader.ReadBridge(session, bridge.Name));
    }
}
