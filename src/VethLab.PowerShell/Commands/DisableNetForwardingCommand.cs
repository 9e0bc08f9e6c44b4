using System.Management.Automation;
using VethLab.Networks.Forwarding;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Disable-NetForwarding: ends what Enable-NetForwarding began, or turns IPv4 forwarding off.</summary>
[Cmdlet(VerbsLifecycle.Disable, "NetForwarding", SupportsShouldProcess = true)]
[OutputType(typeof(NetForwarding))]
public sealed class DisableNetForwardingCommand : NetCmdlet
{
    /// <summary>Bridges; they may be gone.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    [ValidateNotNull]
    public BridgeReference[]? Bridge { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>Return how it is afterwards.</summary>
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
                Disable(session, () => ForwardingOperations.PlanDisable(session), session.Description);
            });
            return;
        }
        foreach (var bridge in Bridge)
        {
            ForEachObject(() =>
            {
                var session = SessionFor(bridge, Namespace);
                Disable(session, () => ForwardingOperations.PlanDisable(session, bridge.Name), $"{bridge.Name} in {session.Description}");
            });
        }
    }

    private void Disable(NamespaceSession session, Func<Plan> plan, string what)
    {
        var done = PerformAlone(session, plan, "Disable forwarding", what);
        if (done is null)
            WriteWarning($"Forwarding of {what} is not enabled; nothing was changed.");
        else if (done == false)
            return;
        if (PassThru)
            WriteObject(ForwardingReader.Read(session));
    }
}
