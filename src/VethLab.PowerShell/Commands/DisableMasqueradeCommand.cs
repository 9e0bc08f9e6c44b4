using System.Management.Automation;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Disable-Masquerade: ends masquerades, and gives forwarding its former value back with the last.</summary>
[Cmdlet(VerbsLifecycle.Disable, "Masquerade", SupportsShouldProcess = true, DefaultParameterSetName = "Object")]
[OutputType(typeof(Masquerade))]
public sealed class DisableMasqueradeCommand : NetCmdlet
{
    /// <summary>Bridges whose subnets are meant; they may be gone.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Bridge")]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    public BridgeReference[] Bridge { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Subnet")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(MasqueradeCompleter))]
    public string[] Subnet { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Object")]
    public Masquerade InputObject { get; set; } = null!;

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Bridge")]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Subnet")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>Return what was ended, as it was.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Object")
        {
            ForEachObject(() =>
            {
                var session = SessionFor(InputObject, null);
                Disable(session, Matching(
                    session, masquerade => masquerade.Handle == InputObject.Handle && masquerade.Subnet == InputObject.Subnet, InputObject.Name));
            });
            return;
        }
        foreach (var text in Subnet)
        {
            ForEachObject(() =>
            {
                var session = SessionFor(Cell(Namespace));
                var subnet = MasqueradeSource.Parse(text);
                Disable(session, Matching(session, masquerade => masquerade.Subnet == subnet.ToString(), text));
            });
        }
        foreach (var bridge in Bridge)
        {
            ForEachObject(() =>
            {
                var session = SessionFor(bridge, Namespace);
                var subnets = MasqueradeOperations.Subnets(bridge.Object is NetInterface link ? link.IPAddress : [], withIPv6: true);
                Disable(session, Matching(session, masquerade => masquerade.Bridge == bridge.Name || subnets.Any(subnet => subnet.ToString() == masquerade.Subnet), bridge.Name));
            });
        }
    }

    private static List<Masquerade> Matching(NamespaceSession session, Predicate<Masquerade> wanted, string name)
    {
        var found = MasqueradeOperations.List(session).Where(masquerade => wanted(masquerade)).ToList();
        return found.Count > 0 ? found : throw MasqueradeOperations.NotFound(name, session);
    }

    private void Disable(NamespaceSession session, IReadOnlyCollection<Masquerade> masquerades)
    {
        var done = PerformAlone(
            session, () => MasqueradeOperations.PlanDisable(session, masquerades), "End masquerade", string.Join(", ", masquerades));
        if (done == true && PassThru)
            WriteObject(masquerades, enumerateCollection: true);
    }
}
