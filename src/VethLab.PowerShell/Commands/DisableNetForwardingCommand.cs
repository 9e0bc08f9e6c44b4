using System.Management.Automation;
using VethLab.Networks.Forwarding;
using VethLab.Networks.Plans;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Disable-NetForwarding: ends what Enable-NetForwarding began, or turns IPv4 forwarding off.</summary>
[Cmdlet(VerbsLifecycle.Disable, "NetForwarding", SupportsShouldProcess = true)]
public sealed class DisableNetForwardingCommand : NetCmdlet
{
    /// <summary>Bridges; they may be gone.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    public InterfaceReference[]? Bridge { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>The namespace that an object of Get-NetForwarding describes.</summary>
    [Parameter(ValueFromPipeline = true)]
    public NetForwarding? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        if (Bridge is null)
        {
            ForEachObject(() =>
            {
                var session = SessionFor(InputObject, Namespace);
                Disable(ForwardingOperations.PlanDisable(session), session.Description);
            });
            return;
        }
        foreach (var bridge in Bridge)
        {
            ForEachObject(() =>
            {
                var session = SessionFor(bridge, Namespace);
                Disable(ForwardingOperations.PlanDisable(session, bridge.Name), $"{bridge.Name} in {session.Description}");
            });
        }
    }

    private void Disable(Plan plan, string what)
    {
        if (plan.IsEmpty)
            WriteWarning($"Forwarding of {what} is not enabled; nothing was changed.");
        else
            Perform(plan, "Disable forwarding", what);
    }
}
