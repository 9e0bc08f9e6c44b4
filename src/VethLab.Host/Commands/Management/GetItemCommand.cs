using System.Management.Automation;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Item.</summary>
[Cmdlet(VerbsCommon.Get, "Item", DefaultParameterSetName = "Path")]
public sealed class GetItemCommand : PathCommand
{
    private protected override object? FindDynamicParameters(ProviderContext context) =>
        InvokeProvider.Item.GetItemDynamicParameters(FirstPath, context);

    protected override void ProcessRecord()
    {
        foreach (var path in Paths)
            Attempt(() => InvokeProvider.Item.Get(path, NewContext()));
    }
}
