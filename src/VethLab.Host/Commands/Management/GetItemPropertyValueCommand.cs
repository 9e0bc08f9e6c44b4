using System.Collections.ObjectModel;
using System.Management.Automation;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-ItemPropertyValue.</summary>
[Cmdlet(VerbsCommon.Get, "ItemPropertyValue", DefaultParameterSetName = "Path")]
public sealed class GetItemPropertyValueCommand : PathCommand
{
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string[] Path { get; set; } = ["."];

    [Parameter(Position = 1, Mandatory = true)]
    [Alias("PSProperty")]
    public string[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (var path in Paths)
            Attempt(() =>
            {
                foreach (var item in InvokeProvider.Property.Get([path], new Collection<string>(Name), IsLiteral))
                    foreach (var name in Name)
                        if (item.Properties[name] is { } property)
                            WriteObject(property.Value);
            });
    }
}
