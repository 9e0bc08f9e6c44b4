using VethLab.Linux.Namespaces;
using VethLab.Networks.Namespaces;

namespace VethLab.PowerShell.Completion;

/// <summary>Names of namespaces; behind them, where these will do, those of processes that are in one without a name.</summary>
public sealed class NamespaceCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line)
    {
        var named = NamespaceDirectory.Names().Select(name => (name, NamespaceDirectory.PathOf(name)));
        return line.CommandName.StartsWith("Remove-", StringComparison.OrdinalIgnoreCase) && line.IsTarget
            ? named
            : named.Concat(NamespaceOperations.ListUnnamed().Select(space => (space.Name, ProcessCompleter.HintOf(space.ProcessId ?? 0))));
    }
}

/// <summary>Numbers of processes.</summary>
public sealed class ProcessCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) =>
        NamespaceLocator.Processes().Order().Select(process => ($"{process}", HintOf(process)));

    /// <summary>What a process is called; empty where it ended.</summary>
    internal static string HintOf(int process)
    {
        try
        {
            return $"process {process}: {File.ReadAllText($"/proc/{process}/comm").TrimEnd()}";
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }
}
