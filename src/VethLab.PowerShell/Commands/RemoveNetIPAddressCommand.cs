using System.Management.Automation;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-NetIPAddress: takes addresses from interfaces.</summary>
[Cmdlet(VerbsCommon.Remove, "NetIPAddress", SupportsShouldProcess = true, DefaultParameterSetName = "Object")]
public sealed class RemoveNetIPAddressCommand : NetCmdlet
{
    /// <summary>With or without the prefix length.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Address")]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [Alias("LocalAddress")]
    [ArgumentCompleter(typeof(AddressCompleter))]
    public string[] IPAddress { get; set; } = [];

    /// <summary>Interfaces, or their names; without, whichever has the address.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Address")]
    [Alias("Interface", "ifAlias")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceReference? InterfaceAlias { get; set; }

    [Parameter(ParameterSetName = "Address")]
    [Alias("ifIndex")]
    [ArgumentCompleter(typeof(InterfaceIndexCompleter))]
    public int? InterfaceIndex { get; set; }

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
            ForEachObject(() => Perform(
                AddressOperations.PlanRemove(SessionFor(InputObject, null), InputObject), "Remove address", $"{InputObject} from {InputObject.InterfaceAlias}"));
            return;
        }
        foreach (var text in Cell(IPAddress, nameof(IPAddress)))
            ForEachObject(() => RemoveMatching(text));
    }

    private void RemoveMatching(string text)
    {
        var session = InterfaceAlias is null ? SessionFor(Cell(Namespace)) : SessionFor(InterfaceAlias, Namespace);
        var hasLength = text.Contains('/', StringComparison.Ordinal) || PrefixLength is not null;
        if (hasLength && InterfaceAlias is not null && InterfaceIndex is null)
        {
            Remove(session, InterfaceAlias.Name, AddressText.ParsePrefix(text, PrefixLength));
            return;
        }
        var name = (hasLength ? (object)AddressText.ParsePrefix(text, PrefixLength) : AddressText.ParseAddress(text)).ToString();
        if (InterfaceAlias is not null)
            _ = InterfaceReader.Read(session, InterfaceAlias.Name);
        var matching = AddressOperations.List(session).Where(address =>
            (hasLength ? address.Name : address.IPAddress) == name
            && (InterfaceAlias is null || address.InterfaceAlias == InterfaceAlias.Name)
            && (InterfaceIndex is null || address.InterfaceIndex == InterfaceIndex)).ToList();
        if (matching.Count == 0)
        {
            throw new NetworkException(
                NetworkError.AddressNotFound,
                InterfaceAlias is null
                    ? $"No interface {(InterfaceIndex is { } index ? $"{index} " : string.Empty)}in {session.Description} has the address {name}."
                    : $"'{InterfaceAlias.Name}' in {session.Description} does not have the address {name}.",
                name,
                "Get-NetIPAddress lists the addresses there are.");
        }
        foreach (var address in matching)
            Perform(AddressOperations.PlanRemove(session, address), "Remove address", $"{address} from {address.InterfaceAlias}");
    }

    private void Remove(NamespaceSession session, string interfaceName, IPPrefix address) =>
        Perform(AddressOperations.PlanRemove(session, interfaceName, address), "Remove address", $"{address} from {interfaceName}");
}
