using System.Collections;
using VethLab.Linux.Namespaces;

namespace VethLab.PowerShell.Completion;

/// <summary>Names of namespaces.</summary>
public sealed class NamespaceCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(IDictionary bound) =>
        NamespaceDirectory.Names().Select(name => (name, NamespaceDirectory.PathOf(name)));
}
