using System.Management.Automation;
using VethLab.Networks.Baselines;
using VethLab.Networks.Errors;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-VethLabBaseline: what the machine has of networks now, to be compared with later.</summary>
[Cmdlet(VerbsCommon.Get, "VethLabBaseline")]
[OutputType(typeof(VethLabBaseline))]
public sealed class GetVethLabBaselineCommand : NetCmdlet
{
    private readonly List<string> names = [];
    private bool isAsked;

    /// <summary>Only these namespaces, by names or wildcards; without it here and all that have a name.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [SupportsWildcards]
    [ValidateNotNull]
    public NamespaceReference[] Namespace { get; set; } = [];

    [Parameter]
    [ValidateNotNull]
    public BaselineKind[] Kind { get; set; } = Enum.GetValues<BaselineKind>();

    protected override void ProcessRecord()
    {
        foreach (var reference in Namespace)
        {
            isAsked = true;
            ForEachObject(() => names.AddRange(NamespaceFilter.Expand(reference).Select(NameOf)));
        }
    }

    /// <summary>One baseline of all that came. None where nothing of what was asked for is there.</summary>
    protected override void EndProcessing()
    {
        if (!isAsked || names.Count > 0)
            ForEachObject(() => WriteObject(BaselineReader.Take(Kind, isAsked ? names.Distinct(StringComparer.Ordinal).ToList() : null, Cancellation)));
        base.EndProcessing();
    }

    /// <summary>By name, as a baseline outlives the namespace. Whether it is there is asked here; later it may be gone.</summary>
    private string NameOf(NamespaceReference reference)
    {
        var session = SessionFor(reference);
        return session.Name ?? throw new NetworkException(
            NetworkError.InvalidValue, $"{session.Description} has no name, by which it could be found again.", reference,
            "Take the baseline in it: Invoke-NetNamespace NAME { Get-VethLabBaseline }.");
    }
}
