using System.Management.Automation;
using System.Management.Automation.Host;
using VethLab.Networks.Labs.Drawing;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Show-VethLab: a lab as a drawing of text, as it is at the moment.</summary>
[Cmdlet(VerbsCommon.Show, "VethLab")]
[OutputType(typeof(string))]
public sealed class ShowVethLabCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LabCompleter))]
    public LabReference[] Name { get; set; } = [];

    /// <summary>Columns of the drawing; by default the console's.</summary>
    [Parameter]
    [ValidateRange(LabDrawing.LeastWidth, 10000)]
    public int? Width { get; set; }

    /// <summary>Draw with ASCII characters only.</summary>
    [Parameter]
    public SwitchParameter Ascii { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var lab in Name)
        {
            ForEachObject(() => WriteObject(LabDrawing.OfLab(
                lab.Name, Width ?? ConsoleWidth() ?? LabDrawing.UsualWidth, Ascii || !LabDrawing.CanBeWrittenIn(Console.OutputEncoding))));
        }
    }

    /// <summary>Null: there is no console, or it does not tell.</summary>
    private int? ConsoleWidth()
    {
        try
        {
            return Host.UI?.RawUI?.BufferSize.Width is > 0 and var width ? width : null;
        }
        catch (Exception failure) when (failure is HostException or IOException or NotImplementedException or PSNotImplementedException or InvalidOperationException)
        {
            return null;
        }
    }
}
