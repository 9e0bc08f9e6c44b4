using System.Management.Automation;
using VethLab.Networks.Addresses;
using VethLab.Networks.Routes;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-NetNeighbor: removes entries from the ARP table or IPv6's neighbour table.</summary>
[Cmdlet(VerbsCommon.Remove, "NetNeighbor", SupportsShouldProcess = true, DefaultParameterSetName = "Object")]
public sealed class RemoveNetNeighborCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Address")]
    [ArgumentCompleter(typeof(NeighborCompleter))]
    public string[] IPAddress { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "Address")]
    [Alias("Interface")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceReference InterfaceAlias { get; set; } = null!;

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Address")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Object")]
    public NetNeighbor InputObject { get; set; } = null!;

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Object")
        {
            ForEachObject(() => Perform(
                NeighborOperations.PlanRemove(SessionFor(InputObject, null), InputObject.InterfaceAlias, AddressText.ParseAddress(InputObject.IPAddress)),
                "Remove neighbour",
                $"{InputObject.IPAddress} from {InputObject.InterfaceAlias}"));
            return;
        }
        foreach (var text in IPAddress)
        {
            ForEachObject(() => Perform(
                NeighborOperations.PlanRemove(SessionFor(InterfaceAlias, Namespace), InterfaceAlias.Name, AddressText.ParseAddress(text)),
                "Remove neighbour",
                $"{text} from {InterfaceAlias.Name}"));
        }
    }
}
