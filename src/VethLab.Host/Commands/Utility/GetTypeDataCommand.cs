using System.Management.Automation;
using System.Management.Automation.Runspaces;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-TypeData: what the session adds to types.</summary>
[Cmdlet(VerbsCommon.Get, "TypeData")]
[OutputType(typeof(TypeData))]
public sealed class GetTypeDataCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[] TypeName { get; set; } = ["*"];

    protected override void ProcessRecord()
    {
        var all = SessionTypes.All(this);
        foreach (var pattern in TypeName.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)))
            foreach (var data in all.Where(data => pattern.IsMatch(data.TypeName)))
                WriteObject(data);
    }
}
