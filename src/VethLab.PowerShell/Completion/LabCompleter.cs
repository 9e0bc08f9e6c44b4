using VethLab.Networks.Labs.State;

namespace VethLab.PowerShell.Completion;

/// <summary>Names of labs.</summary>
public sealed class LabCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) =>
        LabReader.List().Select(lab => (lab.Name, $"{lab.Name}: {lab.Namespaces.Count} namespaces, {lab.Bridges.Count} bridges {lab.Subnets}".TrimEnd())).ToList();
}
