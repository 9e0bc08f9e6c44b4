using System.Management.Automation;
using VethLab.Networks.Interfaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-NetBridge: removes bridges; their ports stay.</summary>
[Cmdlet(VerbsCommon.Remove, "NetBridge", SupportsShouldProcess = true)]
public sealed class RemoveNetBridgeCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Bridge")]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    public InterfaceReference[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var bridge in Name)
            ForEachObject(() => Perform(BridgeOperations.PlanRemove(SessionFor(bridge, Namespace), bridge.Name), "Remove bridge", bridge.Name));
    }
}
