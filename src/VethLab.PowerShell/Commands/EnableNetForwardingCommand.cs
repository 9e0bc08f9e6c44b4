using System.Management.Automation;
using VethLab.Networks;
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
    [ValidateNotNull]
    public BridgeReference[]? Bridge { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>Also IPv6's.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <summary>Where a chain of others drops what a bridge bridges: pass bridged packets to iptables no longer, in the whole namespace.</summary>
    [Parameter]
    public SwitchParameter BypassBridgeNetfilter { get; set; }

    /// <summary>Send nothing through to prove it.</summary>
    [Parameter]
    public SwitchParameter NoProbe { get; set; }

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
                Enable(session, null, () => ForwardingOperations.PlanEnable(session, IPv6), session.Description);
            });
            return;
        }
        foreach (var bridge in Bridge)
        {
            ForEachObject(() =>
            {
                var session = SessionFor(bridge, Namespace);
                Enable(session, bridge.Name, () => ForwardingOperations.PlanEnable(session, bridge.Name, IPv6, BypassBridgeNetfilter), $"{bridge.Name} in {session.Description}");
            });
        }
    }

    private void Enable(NamespaceSession session, string? bridge, Func<Plan> plan, string what)
    {
        var done = PerformAlone(session, plan, "Enable forwarding", what);
        if (done is null)
            WriteWarning($"Forwarding of {what} is enabled already; nothing was changed.");
        else if (done == false)
            return;
        var probes = NoProbe ? [] : ForwardingProbe.Run(session, bridge, Cancellation);
        foreach (var probe in probes)
        {
            WriteVerbose($"Probe, {probe}");
            if (!probe.IsAnswered)
                WriteWarning($"The probe does not prove it, {probe}. Test-NetPath {probe.Destination} -Namespace {probe.FromNamespace} says where it ends.");
        }
        if (probes.Count == 0)
            WriteVerbose($"Nothing was sent through: {what} leads to no two namespaces that a probe could go between.");
        var state = ForwardingReader.Read(session) with { Probes = [.. probes.Select(probe => $"{probe}")] };
        foreach (var legacy in state.Findings.Where(finding => finding.StartsWith("Legacy", StringComparison.Ordinal)))
            WriteWarning(legacy);
        if (PassThru)
            WriteObject(state);
    }
}
