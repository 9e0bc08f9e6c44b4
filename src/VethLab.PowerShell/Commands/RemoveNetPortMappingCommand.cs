using System.Management.Automation;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat.Ports;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-NetPortMapping: publishes ports no longer, and gives back what was changed for their sake.</summary>
[Cmdlet(VerbsCommon.Remove, "NetPortMapping", SupportsShouldProcess = true, DefaultParameterSetName = "Object")]
[OutputType(typeof(NetPortMapping))]
public sealed class RemoveNetPortMappingCommand : NetCmdlet
{
    /// <summary>Ports as they were published.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Port")]
    [ArgumentCompleter(typeof(PortMappingCompleter))]
    public string[] Port { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Port")]
    public PortProtocol? Protocol { get; set; }

    /// <summary>The address that is led to, where both families are.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Port")]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string? DestinationAddress { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Port")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Object")]
    public NetPortMapping InputObject { get; set; } = null!;

    /// <summary>Return what was ended, as it was.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Object")
        {
            ForEachObject(() => Remove(
                SessionFor(InputObject, null), mapping => mapping.Name == InputObject.Name && mapping.DestinationAddress == InputObject.DestinationAddress, InputObject.Name));
            return;
        }
        foreach (var text in Cell(Port, nameof(Port)))
        {
            ForEachObject(() =>
            {
                var ports = $"{PortRange.Parse(text)}";
                var address = AddressArguments.Address(Cell(DestinationAddress, nameof(DestinationAddress)))?.ToString();
                Remove(
                    SessionFor(Cell(Namespace)),
                    mapping => mapping.Port == ports && (Protocol is null || mapping.Protocol == Protocol) && (address is null || mapping.DestinationAddress == address),
                    text);
            });
        }
    }

    private void Remove(NamespaceSession session, Predicate<NetPortMapping> wanted, string name)
    {
        var found = PortMappingOperations.List(session).Where(mapping => wanted(mapping)).ToList();
        if (found.Count == 0)
            throw PortMappingOperations.NotFound(name, session);
        if (PerformAlone(session, () => PortMappingOperations.PlanRemove(session, found), "Remove port mapping", string.Join(", ", found)) == true && PassThru)
            WriteObject(found, enumerateCollection: true);
    }
}
