using System.Management.Automation;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-FormatData: the session's views of types.</summary>
[Cmdlet(VerbsCommon.Get, "FormatData")]
[OutputType(typeof(ExtendedTypeDefinition))]
public sealed class GetFormatDataCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] TypeName { get; set; } = ["*"];

    /// <summary>Accepted for scripts that give it; there is one version here.</summary>
    [Parameter]
    public Version? PowerShellVersion { get; set; }

    protected override void ProcessRecord()
    {
        var patterns = TypeName.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToArray();
        foreach (var definition in SessionViews.All(this))
            if (Array.Exists(patterns, pattern => definition.TypeNames.Exists(pattern.IsMatch)))
                WriteObject(definition);
    }
}
