using System.Management.Automation;
using VethLab.Networks.Addresses;
using VethLab.Networks.Dns;
using VethLab.Networks.Interfaces;
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

    /// <summary>Also the bridges' IPv6 networks.</summary>
    [Parameter(ParameterSetName = "Bridge")]
    public SwitchParameter IPv6 { get; set; }

    /// <summary>The interface that packets have to leave by.</summary>
    [Parameter(ParameterSetName = "Bridge")]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Subnet")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public string? OutInterface { get; set; }

    /// <summary>Networks that packets go to with their own addresses.</summary>
    [Parameter(ParameterSetName = "Bridge")]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Subnet")]
    [ArgumentCompleter(typeof(SubnetCompleter))]
    public NetworkArgument?[]? ExcludeDestination { get; set; }

    /// <summary>Also packets within the subnet, and multicast.</summary>
    [Parameter(ParameterSetName = "Bridge")]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Subnet")]
    [Alias("IsExact")]
    [BooleanText]
    public SwitchParameter Exact { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var text in Subnet)
            ForEachObject(() => Enable(SessionFor(Cell(Namespace)), MasqueradeSource.Parse(text), null));
        foreach (var bridge in Bridge)
        {
            ForEachObject(() =>
            {
                var session = SessionFor(bridge, Namespace);
                var isNew = false;
                foreach (var subnet in MasqueradeOperations.SubnetsOf(session, bridge.Name, IPv6))
                    isNew |= Enable(session, MasqueradeSource.Of(subnet), bridge.Name);
                if (isNew && ResolverReach.Explain(session, bridge.Name) is { } reason)
                    WriteWarning(reason);
            });
        }
    }

    /// <summary>Whether it was not so before, and is now.</summary>
    private bool Enable(NamespaceSession session, MasqueradeSource subnet, string? bridge)
    {
        var outInterface = Cell(OutInterface, nameof(OutInterface));
        if (outInterface is not null)
            InterfaceName.Check(outInterface);
        var wished = new MasqueradeDescription(subnet)
        {
            Bridge = bridge, OutInterface = outInterface, IsExact = Exact, ExcludeDestination = [.. (ExcludeDestination ?? []).SelectMany(argument => argument?.Networks ?? [])],
        };
        var done = PerformAlone(session, () => MasqueradeOperations.PlanEnable(session, wished), "Masquerade", subnet.ToString());
        if (done is null)
            WriteWarning($"{subnet} is masqueraded in {session.Description} already; nothing was changed.");
        else if (done == false)
            return false;
        if (PassThru)
            WriteObject(MasqueradeOperations.List(session).First(masquerade => masquerade.Subnet == subnet.ToString()));
        return done is not null;
    }
}
