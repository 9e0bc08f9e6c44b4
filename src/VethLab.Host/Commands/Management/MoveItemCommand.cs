using System.Management.Automation;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Move-Item.</summary>
[Cmdlet(VerbsCommon.Move, "Item", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class MoveItemCommand : PathCommand
{
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Destination { get; set; } = ".";

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Prepare(ProviderContext context)
    {
        base.Prepare(context);
        context.PassThru = PassThru;
    }

    protected override void ProcessRecord()
    {
        foreach (var path in Paths)
            Attempt(() => MoveMatching(path));
    }

    private void MoveMatching(string path)
    {
        var found = SessionState.Path.GetResolvedPSPathFromPSPath(path, NewContext());
        if (IsLiteral && found.Count == 0)
            throw new ItemNotFoundException($"Cannot find path '{path}' because it does not exist.");
        foreach (var item in found)
        {
            var context = NewContext();
            context.Literal = true;
            Attempt(() => InvokeProvider.Item.Move(item.Path, Destination, context));
        }
    }
}
