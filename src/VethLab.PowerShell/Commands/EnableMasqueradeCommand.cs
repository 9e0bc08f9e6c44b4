using System.Management.Automation;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Dns;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Enable-Masquerade: lets subnets reach the world with the address of the interface that their packets leave by.</summary>
[Cmdlet(VerbsLifecycle.Enable, "Masquerade", SupportsShouldProcess = true, DefaultParameterSetName = "Bridge")]
[OutputType(typeof(Masquerade))]
public sealed class EnableMasqueradeCommand : NetCmdlet
{
    /// <summary>Bridges whose subnets are meant.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Bridge")]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    public BridgeReference[] Bridge { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Subnet")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(SubnetCompleter))]
    public string[] Subnet { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var text in Subnet)
            ForEachObject(() => Enable(SessionFor(Cell(Namespace)), AddressText.ParseNetwork(text), null));
        foreach (var bridge in Bridge)
        {
            ForEachObject(() =>
            {
                var session = SessionFor(bridge, Namespace);
                var isNew = false;
                foreach (var subnet in MasqueradeOperations.SubnetsOf(session, bridge.Name))
                    isNew |= Enable(session, subnet, bridge.Name);
                if (isNew && ResolverReach.Explain(session, bridge.Name) is { } reason)
                    WriteWarning(reason);
            });
        }
    }

    /// <summary>Whether it was not so before, and is now.</summary>
    private bool Enable(NamespaceSession session, IPPrefix subnet, string? bridge)
    {
        var done = PerformAlone(session, () => MasqueradeOperations.PlanEnable(session, subnet, bridge), "Masquerade", subnet.ToString());
        if (done is null)
            WriteWarning($"{subnet} is masqueraded in {session.Description} already; nothing was changed.");
        else if (done == false)
            return false;
        if (PassThru)
            WriteObject(MasqueradeOperations.List(session).First(masquerade => masquerade.Subnet == subnet.ToString()));
        return done is not null;
    }
}
