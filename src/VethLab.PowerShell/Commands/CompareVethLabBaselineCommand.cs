using System.Management.Automation;
using VethLab.Networks.Baselines;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Compare-VethLabBaseline: what is not as it was when a baseline was taken.</summary>
[Cmdlet(VerbsData.Compare, "VethLabBaseline")]
[OutputType(typeof(BaselineDifference), typeof(bool))]
public sealed class CompareVethLabBaselineCommand : NetCmdlet
{
    /// <summary>How it was.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public BaselineReference? ReferenceObject { get; set; }

    /// <summary>How it is; without it, as it is now where the other looked.</summary>
    [Parameter(Position = 1)]
    public BaselineReference? DifferenceObject { get; set; }

    /// <summary>Return one truth value: whether all is as it was.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord() => ForEachObject(() =>
    {
        var before = ReferenceObject!.Baseline;
        var after = DifferenceObject?.Baseline ?? BaselineReader.Take(
            [.. before.Kinds.Select(name => Enum.TryParse<BaselineKind>(name, ignoreCase: true, out var kind) ? kind : (BaselineKind?)null).OfType<BaselineKind>()],
            before.Namespaces.Count == 0 ? null : [.. before.Namespaces],
            Cancellation);
        var differences = BaselineComparison.Compare(before, after);
        if (Quiet)
            WriteObject(differences.Count == 0);
        else
            WriteObject(differences, enumerateCollection: true);
    });
}
