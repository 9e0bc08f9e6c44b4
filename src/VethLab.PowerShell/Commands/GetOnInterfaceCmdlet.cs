using System.Management.Automation;
using System.Net.Sockets;
using VethLab.Networks;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>
/// What Get- cmdlets of things on interfaces share: -InterfaceAlias, -InterfaceIndex and -AddressFamily, and a pipeline in which an object of
/// the cmdlet's own kind stands for itself, any other for the interfaces that it is, joins or lies on.
/// </summary>
public abstract class GetOnInterfaceCmdlet<T> : GetByNameCmdlet<T> where T : NetObject
{
    [Parameter]
    [Alias("Interface", "ifAlias")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    [ValidateNotNull]
    public string[] InterfaceAlias { get; set; } = ["*"];

    [Parameter]
    [Alias("ifIndex")]
    [ArgumentCompleter(typeof(InterfaceIndexCompleter))]
    public int[]? InterfaceIndex { get; set; }

    /// <summary>IPv4 or IPv6.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AddressFamilyCompleter))]
    public string? AddressFamily { get; set; }

    /// <summary>Everything of the kind in a namespace.</summary>
    private protected abstract IEnumerable<T> ListAll(NamespaceSession session);

    /// <summary>The name of its interface; null where it has none.</summary>
    private protected abstract string? InterfaceOf(T item);

    private protected abstract int InterfaceIndexOf(T item);

    /// <summary>All its interfaces, where it may have more than one.</summary>
    private protected virtual IEnumerable<(string? Name, int Index)> InterfacesOf(T item) => [(InterfaceOf(item), InterfaceIndexOf(item))];

    private protected abstract AddressFamily FamilyOf(T item);

    /// <summary>The search for what a piped object of the own kind was; null: it is of another.</summary>
    private protected abstract Search? Own(PipedObject piped);

    private protected override IEnumerable<T> List(NamespaceSession session)
    {
        foreach (var name in InterfaceAlias.Where(name => !NameFilter.IsPattern(name)))
            ForEachObject(() => InterfaceReader.Read(session, WildcardPattern.Unescape(name)));
        var family = AddressArguments.Family(AddressFamily);
        var all = ListAll(session).Where(item =>
            (family is null || FamilyOf(item) == family) && (InterfaceIndex is null || InterfacesOf(item).Any(link => InterfaceIndex.Contains(link.Index))));
        if (InterfaceAlias is ["*"])
            return all;
        var wanted = InterfaceAlias.Select(name => NameFilter.Matching(name)).ToList();
        return all.Where(item => InterfacesOf(item).Any(link => link.Name is { } name && wanted.Exists(matches => matches(name))));
    }

    private protected override IEnumerable<Search> SearchesFor(PipedObject piped) => Own(piped) is { } own
        ? [own]
        : piped.Interfaces().Select(end => new Search(end.Place, Patterns, item => InterfacesOf(item).Any(link => link.Name == end.Name)) { Interface = end.Name });
}
