using System.Management.Automation;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-ChildItem; the file system adds -File, -Directory, -Hidden, -ReadOnly, -System, -Attributes and -FollowSymlink.</summary>
[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = "Items")]
public sealed class GetChildItemCommand : PathCommand
{
    [Parameter(Position = 0, ParameterSetName = "Items", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string[] Path { get; set; } = [];

    [Parameter(ParameterSetName = "LiteralItems", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public override string[] LiteralPath { get; set; } = [];

    [Parameter(Position = 1)]
    public override string? Filter { get; set; }

    [Parameter]
    [Alias("s", "r")]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public uint Depth { get; set; } = uint.MaxValue;

    [Parameter]
    public SwitchParameter Name { get; set; }

    private bool Recursive => Recurse || Depth != uint.MaxValue;

    private protected override object? FindDynamicParameters(ProviderContext context) =>
        InvokeProvider.ChildItem.GetChildItemsDynamicParameters(FirstPath, Recursive, context);

    protected override void ProcessRecord()
    {
        foreach (var path in Paths.Count > 0 ? Paths : [""])
            Attempt(() => List(path));
    }

    private void List(string path)
    {
        if (Name)
            InvokeProvider.ChildItem.GetNames(path, ReturnContainers.ReturnMatchingContainers, Recursive, Depth, NewContext());
        else
            InvokeProvider.ChildItem.Get(path, Recursive, Depth, NewContext());
    }
}
