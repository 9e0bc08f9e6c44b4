using System.Management.Automation;

namespace VethLab.PowerShell.Commands;

/// <summary>The end of the pipeline inside Invoke-NetNamespace: hands each object on. Not exported.</summary>
[Cmdlet(VerbsCommunications.Write, "NamespaceOutput")]
internal sealed class WriteNamespaceOutputCommand : Cmdlet
{
    [Parameter(Mandatory = true)]
    public Action<object?> To { get; set; } = null!;

    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    protected override void ProcessRecord() => To(InputObject);
}
