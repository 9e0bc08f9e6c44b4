using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-PSDrive.</summary>
[Cmdlet(VerbsCommon.Get, "PSDrive", DefaultParameterSetName = "Name")]
[OutputType(typeof(PSDriveInfo))]
public sealed class GetPSDriveCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Name", ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = ["*"];

    [Parameter(Position = 0, ParameterSetName = "LiteralName", Mandatory = true)]
    public string[] LiteralName { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Scope { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[] PSProvider { get; set; } = [];

    protected override void ProcessRecord()
    {
        var drives = (Scope is null ? SessionState.Drive.GetAll() : SessionState.Drive.GetAllAtScope(Scope))
            .Where(drive => PSProvider.Length == 0 || PSProvider.Contains(drive.Provider.Name, StringComparer.OrdinalIgnoreCase))
            .OrderBy(drive => drive.Name, StringComparer.OrdinalIgnoreCase).ToArray();
        var literal = ParameterSetName == "LiteralName";
        foreach (var name in literal ? LiteralName : Name)
        {
            var pattern = WildcardPattern.Get(literal ? WildcardPattern.Escape(name) : name, WildcardOptions.IgnoreCase);
            var found = drives.Where(drive => pattern.IsMatch(drive.Name)).ToArray();
            if (found.Length == 0 && (literal || !WildcardPattern.ContainsWildcardCharacters(name)))
                WriteError(new ErrorRecord(
                    new System.Management.Automation.DriveNotFoundException($"Cannot find drive. A drive with the name '{name}' does not exist."),
                    "GetLocationNoMatchingDrive", ErrorCategory.ObjectNotFound, name));
            WriteObject(found, enumerateCollection: true);
        }
    }
}
