using System.Management.Automation;
using VethLab.Networks.Interfaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-NetInterface: removes virtual interfaces of any kind.</summary>
[Cmdlet(VerbsCommon.Remove, "NetInterface", SupportsShouldProcess = true)]
public sealed class RemoveNetInterfaceCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Interface", "Name")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceReference[] InterfaceAlias { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var target in InterfaceAlias)
            ForEachObject(() => Perform(InterfaceOperations.PlanRemove(SessionFor(target, Namespace), target.Name), "Remove interface", target.Name));
    }
}
