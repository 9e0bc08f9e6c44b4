using System.Management.Automation;
using VethLab.Host.Engine;

namespace VethLab.Host.Commands;

/// <summary>A provider command on -Path (wildcards) or -LiteralPath, with -Filter, -Include, -Exclude and -Force.</summary>
public abstract class PathCommand : ProviderCommand
{
    [Parameter(Position = 0, ParameterSetName = "Path", Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public virtual string[] Path { get; set; } = [];

    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public virtual string[] LiteralPath { get; set; } = [];

    [Parameter]
    public virtual string? Filter { get; set; }

    [Parameter]
    public virtual string[]? Include { get; set; }

    [Parameter]
    public virtual string[]? Exclude { get; set; }

    [Parameter]
    public virtual SwitchParameter Force { get; set; }

    private protected bool IsLiteral => LiteralPath.Length > 0;

    private protected IReadOnlyList<string> Paths => IsLiteral ? LiteralPath : Path;

    /// <summary>The path whose provider is asked for its parameters.</summary>
    private protected string FirstPath => Paths.Count > 0 ? Paths[0] : ".";

    private protected override void Prepare(ProviderContext context)
    {
        context.Force = Force;
        context.Literal = IsLiteral;
        context.SetFilters(Include, Exclude, Filter);
    }
}
