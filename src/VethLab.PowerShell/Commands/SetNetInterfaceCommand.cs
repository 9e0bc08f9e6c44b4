using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Set-NetInterface: up or down, MTU, MAC, name, alias, and the namespace that interfaces live in.</summary>
[Cmdlet(VerbsCommon.Set, "NetInterface", SupportsShouldProcess = true)]
[OutputType(typeof(NetInterface))]
public sealed class SetNetInterfaceCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Interface", "Name", "ifAlias")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceOrEntryReference[] InterfaceAlias { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    [Parameter]
    public SwitchParameter Up { get; set; }

    [Parameter]
    public SwitchParameter Down { get; set; }

    [Parameter]
    [Alias("NlMtuBytes")]
    public int? Mtu { get; set; }

    [Parameter]
    [Alias("LinkLayerAddress")]
    public string? MacAddress { get; set; }

    [Parameter]
    public string? NewName { get; set; }

    /// <summary>Text for people; '' removes it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Alias { get; set; }

    /// <summary>Where the interface shall live from now on. It arrives down and without addresses.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? TargetNamespace { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var target in InterfaceAlias)
            ForEachObject(() => Change(target));
    }

    private void Change(InterfaceReference target)
    {
        if (Up && Down)
        {
            throw new NetworkException(
                NetworkError.InvalidValue, $"'{target.Name}' cannot be both up and down.", target.Name, "Give -Up or -Down, not both.");
        }
        var session = SessionFor(target, Namespace);
        var destination = TargetNamespace is null ? null : SessionFor(TargetNamespace);
        var plan = InterfaceOperations.PlanChange(session, target.Name, new InterfaceChange
        {
            Up = Up ? true : Down ? false : null,
            Mtu = Mtu,
            MacAddress = AddressArguments.Mac(MacAddress),
            NewName = NewName,
            Alias = Alias,
            Target = destination,
        });
        if (plan.IsEmpty)
            WriteVerbose($"'{target.Name}' is so already.");
        else if (!Perform(plan, "Change interface", target.Name))
            return;
        if (PassThru)
            WriteObject(InterfaceReader.ReadChanged(destination ?? session, NewName ?? target.Name));
    }
}
