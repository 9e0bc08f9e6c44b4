using System.Management.Automation;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-NetNamespace: removes namespaces and what is in them.</summary>
[Cmdlet(VerbsCommon.Remove, "NetNamespace", SupportsShouldProcess = true)]
public sealed class RemoveNetNamespaceCommand : NetCmdlet
{
    private readonly HashSet<ulong> removed = [];
    private NamespaceDeparture? departure;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference[] Name { get; set; } = [];

    /// <summary>Remove the file of a namespace that was lost, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var space in Name)
        {
            ForEachObject(() =>
            {
                // Several objects may live in one namespace, and all stand for it.
                if (space.Identity is { Inode: not 0 } identity && !removed.Add(identity.Inode))
                    return;
                // An object of a namespace that is gone must not remove another that was given its name.
                if (space.Identity is { Inode: not 0 })
                    _ = SessionFor(space).Identity;
                departure ??= new NamespaceDeparture();
                Perform(NamespaceOperations.PlanRemove(space.Name, Force, space.Identity, departure), "Remove network namespace", space.Name);
            });
        }
    }

    protected override void EndProcessing()
    {
        if (departure is null)
            return;
        CloseSessions();
        ForEachObject(() => departure.Wait(Cancellation));
        foreach (var reason in departure.Held)
            WriteWarning(reason);
    }

    protected override void Dispose(bool disposing)
    {
        departure?.Dispose();
        base.Dispose(disposing);
    }
}
