using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-PSProvider.</summary>
[Cmdlet(VerbsCommon.Get, "PSProvider")]
[OutputType(typeof(ProviderInfo))]
public sealed class GetPSProviderCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[] PSProvider { get; set; } = ["*"];

    protected override void ProcessRecord()
    {
        foreach (var name in PSProvider)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            WriteObject(SessionState.Provider.GetAll().Where(provider => pattern.IsMatch(provider.Name)), enumerateCollection: true);
        }
    }
}
