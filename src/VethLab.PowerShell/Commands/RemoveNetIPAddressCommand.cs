using System.Management.Automation;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-NetIPAddress: takes addresses from interfaces.</summary>
[Cmdlet(VerbsCommon.Remove, "NetIPAddress", SupportsShouldProcess = true, DefaultParameterSetName = "Object")]
public sealed class RemoveNetIPAddressCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Address")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(AddressCompleter))]
    public string[] IPAddress { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "Address")]
    [Alias("Interface")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceReference InterfaceAlias { get; set; } = null!;

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Address")]
    public int? PrefixLength { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Address")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Object")]
    public NetIPAddress InputObject { get; set; } = null!;

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Object")
        {
            ForEachObject(() => Remove(
                SessionFor(InputObject, null), InputObject.InterfaceAlias, AddressText.ParsePrefix(InputObject.Name)));
            return;
        }
        foreach (var text in IPAddress)
        {
            ForEachObject(() => Remove(
                SessionFor(InterfaceAlias, Namespace), InterfaceAlias.Name, AddressText.ParsePrefix(text, PrefixLength)));
        }
    }

    private void Remove(Networks.Namespaces.NamespaceSession session, string interfaceName, IPPrefix address) =>
        Perform(AddressOperations.PlanRemove(session, interfaceName, address), "Remove address", $"{address} from {interfaceName}");
}
