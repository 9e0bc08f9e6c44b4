using System.Management.Automation;
using VethLab.Networks.Addresses;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
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

    /// <summary>Interfaces, or their names; without, whichever knows the neighbour.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Address")]
    [Alias("Interface", "ifAlias")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceReference? InterfaceAlias { get; set; }

    [Parameter(ParameterSetName = "Address")]
    [Alias("ifIndex")]
    [ArgumentCompleter(typeof(InterfaceIndexCompleter))]
    public int? InterfaceIndex { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Address")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Object")]
    public NetNeighbor InputObject { get; set; } = null!;

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Object")
        {
            ForEachObject(() => Remove(SessionFor(InputObject, null), InputObject.InterfaceAlias, InputObject.IPAddress));
            return;
        }
        foreach (var text in IPAddress)
            ForEachObject(() => RemoveMatching(text));
    }

    private void RemoveMatching(string text)
    {
        var session = InterfaceAlias is null ? SessionFor(Cell(Namespace)) : SessionFor(InterfaceAlias, Namespace);
        var address = AddressText.ParseAddress(text).ToString();
        if (InterfaceAlias is not null)
            _ = InterfaceReader.Read(session, InterfaceAlias.Name);
        var matching = NeighborOperations.List(session).Where(entry =>
            entry.IPAddress == address
            && (InterfaceAlias is null || entry.InterfaceAlias == InterfaceAlias.Name)
            && (InterfaceIndex is null || entry.InterfaceIndex == InterfaceIndex)).ToList();
        if (matching.Count == 0)
            throw NeighborOperations.NotFound(session, address);
        foreach (var entry in matching)
            Remove(session, entry.InterfaceAlias, entry.IPAddress);
    }

    private void Remove(NamespaceSession session, string interfaceName, string address) => Perform(
        NeighborOperations.PlanRemove(session, interfaceName, AddressText.ParseAddress(address)), "Remove neighbour", $"{address} from {interfaceName}");
}
