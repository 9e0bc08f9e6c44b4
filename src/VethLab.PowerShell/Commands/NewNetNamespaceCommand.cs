using System.Management.Automation;
using VethLab.Networks.Namespaces;

namespace VethLab.PowerShell.Commands;

/// <summary>New-NetNamespace: makes network namespaces with their loopback up.</summary>
[Cmdlet(VerbsCommon.New, "NetNamespace", SupportsShouldProcess = true)]
[OutputType(typeof(NetNamespace))]
public sealed class NewNetNamespaceCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter Down { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            ForEachObject(() =>
            {
                if (Perform(NamespaceOperations.PlanCreate(name, Down), "Create network namespace", name))
                    WriteObject(NamespaceOperations.Find(name));
            });
        }
    }
}
