using System.Management.Automation;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Update-FormatData: loads format.ps1xml files.</summary>
[Cmdlet(VerbsData.Update, "FormatData", SupportsShouldProcess = true)]
public sealed class UpdateFormatDataCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "Path")]
    public string[] AppendPath { get; set; } = [];

    [Parameter]
    public string[] PrependPath { get; set; } = [];

    protected override void ProcessRecord()
    {
        try
        {
            SessionTypes.LoadFormats(this, Confirmed(PrependPath), Confirmed(AppendPath));
        }
        catch (RuntimeException failure)
        {
            WriteError(new ErrorRecord(failure, "FormatXmlUpdateException", ErrorCategory.InvalidOperation, null));
        }
    }

    private string[] Confirmed(string[] paths) => paths
        .SelectMany(path => SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _))
        .Where(file => ShouldProcess($"FileName: {file}", "Update FormatData")).ToArray();
}
