using System.Management.Automation;
using VethLab.Networks.Forwarding;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Enable-NetForwarding: turns IPv4 forwarding on, and lets a bridge's packets pass in spite of a drop policy.</summary>
[Cmdlet(VerbsLifecycle.Enable, "NetForwarding", SupportsShouldProcess = true)]
[OutputType(typeof(NetForwarding))]
public sealed class EnableNetForwardingCommand : NetCmdlet
{
    /// <summary>Bridges whose bridged and routed packets shall pass.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    public BridgeReference[]? Bridge { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The namespace that an object of Get-NetForwarding describes.</summary>
    [Parameter(ValueFromPipeline = true)]
    public NetForwarding? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        if (Bridge is null)
        {
            ForEachObject(() =>
            {
                var session = SessionFor(InputObject, Cell(Namespace));
                Enable(session, () => ForwardingOperations.PlanEnable(session), session.Description);
            });
            return;
        }
        foreach (var bridge in Bridge)
        {
            ForEachObject(() =>
            {
                var session = SessionFor(bridge, Namespace);
                Enable(session, () => ForwardingOperations.PlanEnable(session, bridge.Name), $"{bridge.Name} in {session.Description}");
            });
        }
    }

    private void Enable(NamespaceSession session, Func<Plan> plan, string what)
    {
        var done = PerformAlone(session, plan, "Enable forwarding", what);
        if (done is null)
            WriteWarning($"Forwarding of {what} is enabled already; nothing was changed.");
        else if (done == false)
            return;
        var state = ForwardingReader.Read(session);
        foreach (var legacy in state.Findings.Where(finding => finding.StartsWith("Legacy", StringComparison.Ordinal)))
            WriteWarning(legacy);
        if (PassThru)
            WriteObject(state);
    }
}
