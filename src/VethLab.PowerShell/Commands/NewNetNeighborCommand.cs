using System.Management.Automation;
using VethLab.Networks.Addresses;
using VethLab.Networks.Routes;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>New-NetNeighbor: writes permanent entries into the ARP table or IPv6's neighbour table.</summary>
[Cmdlet(VerbsCommon.New, "NetNeighbor", SupportsShouldProcess = true)]
[OutputType(typeof(NetNeighbor))]
public sealed class NewNetNeighborCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string IPAddress { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("LinkLayerAddress")]
    public string MacAddress { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 2, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Interface", "ifAlias")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceOrEntryReference InterfaceAlias { get; set; } = null!;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    protected override void ProcessRecord() => ForEachObject(() =>
    {
        var session = SessionFor(InterfaceAlias, Namespace);
        // The interface says which link is meant, so the kernel keeps no zone (fe80::1%eth0).
        var address = new System.Net.IPAddress(AddressText.ParseAddress(IPAddress).GetAddressBytes());
        var mac = AddressArguments.Mac(MacAddress)!.Value;
        if (!Perform(NeighborOperations.PlanAdd(session, InterfaceAlias.Name, address, mac), "Add neighbour", $"{address} to {InterfaceAlias.Name}"))
            return;
        WriteObject(NeighborOperations.List(session).First(
            entry => entry.InterfaceAlias == InterfaceAlias.Name && entry.IPAddress == address.ToString()));
    });
}
