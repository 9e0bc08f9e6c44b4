using System.Management.Automation;
using VethLab.Networks.Labs.State;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-VethLab: removes what carries a lab's mark, gives back what it changed, and waits until the kernel has let go.</summary>
[Cmdlet(VerbsCommon.Remove, "VethLab", SupportsShouldProcess = true)]
public sealed class RemoveVethLabCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LabCompleter))]
    public LabReference[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (var lab in Name)
        {
            ForEachObject(() =>
            {
                using var removal = LabRemoval.Of(lab.Name, Cancellation);
                if (!Perform(removal.Plan, "Remove lab", lab.Name))
                    return;
                removal.Wait(Cancellation);
                foreach (var reason in removal.Held)
                    WriteWarning(reason);
            });
        }
    }
}
