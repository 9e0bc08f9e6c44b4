using System.Management.Automation;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Clear-Content.</summary>
[Cmdlet(VerbsCommon.Clear, "Content", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class ClearContentCommand : PathCommand
{
    protected override void ProcessRecord()
    {
        foreach (var path in Paths)
            Attempt(() =>
            {
                var context = NewContext();
                context.PassThru = false; // the file system writes an empty string
                InvokeProvider.Content.Clear(path, context);
            });
    }
}
