using System.Management.Automation;
using VethLab.Networks.Interfaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-VethPair: removes both ends of veth pairs.</summary>
[Cmdlet(VerbsCommon.Remove, "VethPair", SupportsShouldProcess = true)]
public sealed class RemoveVethPairCommand : NetCmdlet
{
    private readonly RemovedEnds gone = new();

    /// <summary>A pair, or either end.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(VethCompleter))]
    public InterfaceReference[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var end in Name)
            ForEachObject(() => Remove(end));
    }

    private void Remove(InterfaceReference end)
    {
        var session = SessionFor(end, Namespace);
        if (gone.Contains(end, session) && !InterfaceReader.Exists(session, end.Name))
        {
            WriteVerbose($"'{end.Name}' went with its peer.");
            return;
        }
        var plan = VethOperations.PlanRemove(session, end.Name);
        gone.Note(session, end.Name);
        Perform(plan, "Remove veth pair", end.Name);
    }
}
