using System.Management.Automation;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Namespaces;

namespace VethLab.PowerShell.Parameters;

/// <summary>Namespaces as Get- cmdlets take them: names, objects, and wildcards, which stand for all that have such a name at the moment.</summary>
internal static class NamespaceFilter
{
    internal static bool IsPattern(NamespaceReference reference) =>
        reference.Identity is null && NameFilter.IsPattern(reference.Name);

    /// <summary>Those that are meant. Files without a namespace match no wildcard: there is nothing in them to be listed.</summary>
    internal static IEnumerable<NamespaceReference> Expand(NamespaceReference reference)
    {
        if (!IsPattern(reference))
        {
            // Without a wildcard there may still be escaped ones in it: a`[1`] is the name a[1].
            var plain = WildcardPattern.Unescape(reference.Name);
            return [reference.Identity is not null || plain == reference.Name ? reference : new NamespaceReference(plain)];
        }
        return NameFilter.Select(NamespaceOperations.List(), space => space.Name, reference.Name, () => null)
            .Where(space => !space.IsStale).Select(space => new NamespaceReference(space));
    }
}
