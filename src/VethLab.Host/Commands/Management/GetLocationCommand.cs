using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Location: the current one, a drive's, or the stack of Push-Location.</summary>
[Cmdlet(VerbsCommon.Get, "Location", DefaultParameterSetName = "Location")]
[OutputType(typeof(PathInfo), typeof(PathInfoStack))]
public sealed class GetLocationCommand : PSCmdlet
{
    [Parameter(ParameterSetName = "Location", ValueFromPipelineByPropertyName = true)]
    public string[] PSProvider { get; set; } = [];

    [Parameter(ParameterSetName = "Location", ValueFromPipelineByPropertyName = true)]
    public string[] PSDrive { get; set; } = [];

    [Parameter(ParameterSetName = "Stack")]
    public SwitchParameter Stack { get; set; }

    [Parameter(ParameterSetName = "Stack", ValueFromPipelineByPropertyName = true)]
    public string[] StackName { get; set; } = [];

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Stack")
            foreach (var name in StackName.Length > 0 ? StackName : [""])
                WriteObject(SessionState.Path.LocationStack(name));
        else if (PSProvider.Length > 0)
            foreach (var name in PSProvider)
                WriteObject(SessionState.Path.CurrentProviderLocation(name));
        else if (PSDrive.Length > 0)
            foreach (var name in PSDrive)
                WriteObject(SessionState.Path.GetResolvedPSPathFromPSPath($"{name}:"), enumerateCollection: true);
        else
            WriteObject(SessionState.Path.CurrentLocation);
    }
}
