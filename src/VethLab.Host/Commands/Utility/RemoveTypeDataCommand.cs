using System.Management.Automation;
using System.Management.Automation.Runspaces;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Remove-TypeData by type name or object.</summary>
[Cmdlet(VerbsCommon.Remove, "TypeData", SupportsShouldProcess = true, DefaultParameterSetName = "RemoveTypeDataSet")]
public sealed class RemoveTypeDataCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "RemoveTypeSet", ValueFromPipelineByPropertyName = true)]
    public string TypeName { get; set; } = "";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "RemoveTypeDataSet")]
    public TypeData? TypeData { get; set; }

    protected override void ProcessRecord()
    {
        var data = TypeData ?? new TypeData(TypeName);
        if (ShouldProcess($"TypeName: {data.TypeName}", "Remove TypeData"))
            foreach (var complaint in SessionTypes.Update(this, data, remove: true))
                WriteError(new ErrorRecord(new RuntimeException(complaint), "TypesDynamicRemoveException", ErrorCategory.InvalidOperation, null));
    }
}
