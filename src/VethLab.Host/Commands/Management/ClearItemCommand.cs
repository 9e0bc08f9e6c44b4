using System.Management.Automation;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Clear-Item: empties a variable, a function, an environment variable.</summary>
[Cmdlet(VerbsCommon.Clear, "Item", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class ClearItemCommand : PathCommand
{
    protected override void ProcessRecord()
    {
        foreach (var path in Paths)
            Attempt(() => InvokeProvider.Item.Clear(path, NewContext()));
    }
}
