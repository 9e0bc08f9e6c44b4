using System.Management.Automation;
using VethLab.Networks.Interfaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-NetInterface: removes virtual interfaces of any kind.</summary>
[Cmdlet(VerbsCommon.Remove, "NetInterface", SupportsShouldProcess = true)]
public sealed class RemoveNetInterfaceCommand : NetCmdlet
{
    private readonly RemovedEnds gone = new();

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Interface", "Name", "ifAlias")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceReference[] InterfaceAlias { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var target in InterfaceAlias)
            ForEachObject(() => Remove(target));
    }

    private void Remove(InterfaceReference target)
    {
        var session = SessionFor(target, Namespace);
        if (gone.Contains(target, session) && !InterfaceReader.Exists(session, target.Name))
        {
            WriteVerbose($"'{target.Name}' went with its peer.");
            return;
        }
        var plan = InterfaceOperations.PlanRemove(session, target.Name);
        gone.Note(session, target.Name);
        Perform(plan, "Remove interface", target.Name);
    }
}
