using System.Management.Automation;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Remove-Item. A directory that is not empty is removed with -Recurse, or after asking.</summary>
[Cmdlet(VerbsCommon.Remove, "Item", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
public sealed class RemoveItemCommand : PathCommand
{
    private bool _yesToAll;
    private bool _noToAll;

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Paths)
            Attempt(() => RemoveMatching(path));
    }

    private void RemoveMatching(string path)
    {
        var found = SessionState.Path.GetResolvedPSPathFromPSPath(path, NewContext());
        if (IsLiteral && found.Count == 0)
            throw new ItemNotFoundException($"Cannot find path '{path}' because it does not exist.");
        foreach (var item in found)
            Attempt(() => RemoveOne(item));
    }

    private void RemoveOne(PathInfo item)
    {
        if (IsCurrentLocation(item))
        {
            var problem = new PSInvalidOperationException($"Cannot remove the item at '{item.Path}' because it is in use.");
            WriteError(new ErrorRecord(problem, "InvalidOperation", ErrorCategory.InvalidOperation, item.Path));
            return;
        }
        var context = NewContext();
        context.Literal = true;
        var recurse = Recurse.ToBool();
        if (!recurse && HasChildren(item))
        {
            recurse = ShouldContinue(
                $"The item at {item.Path} has children and the Recurse parameter was not specified. If you continue, "
                + "all children will be removed with the item. Are you sure you want to continue?",
                null, ref _yesToAll, ref _noToAll);
            if (!recurse)
                return;
        }
        InvokeProvider.Item.Remove(item.Path, recurse, context);
    }

    /// <summary>A link to a directory has no children of its own: the link goes, what it names stays.</summary>
    private bool HasChildren(PathInfo item)
    {
        if (item.Provider.Name == "FileSystem" && new FileInfo(item.ProviderPath).LinkTarget is not null)
            return false;
        var context = NewContext().Quiet();
        context.Literal = true;
        return InvokeProvider.ChildItem.HasChild(item.Path, context);
    }

    private bool IsCurrentLocation(PathInfo item)
    {
        var here = SessionState.Path.CurrentLocation;
        return here.Provider.Name == item.Provider.Name
            && $"{here.ProviderPath.TrimEnd('/')}/".StartsWith($"{item.ProviderPath.TrimEnd('/')}/", StringComparison.Ordinal)
            && item.Provider.Name == "FileSystem";
    }
}
