using System.Management.Automation;
using System.Net.Sockets;
using VethLab.Networks;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>
/// What Get- cmdlets of things on interfaces share: -InterfaceAlias and -AddressFamily, and a pipeline in which an object of the cmdlet's own
/// kind stands for itself, any other for the interface that it is or lies on.
/// </summary>
public abstract class GetOnInterfaceCmdlet<T> : GetByNameCmdlet<T> where T : NetObject
{
    [Parameter]
    [Alias("Interface")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public string[] InterfaceAlias { get; set; } = ["*"];

    [Parameter]
    public AddressFamily? AddressFamily { get; set; }

    /// <summary>Everything of the kind in a namespace.</summary>
    private protected abstract IEnumerable<T> ListAll(NamespaceSession session);

    /// <summary>The name of its interface; null where it has none.</summary>
    private protected abstract string? InterfaceOf(T item);

    private protected abstract AddressFamily FamilyOf(T item);

    private protected override string[] PatternsFor(NetObject item) => item is T same ? [NameOf(same)] : Patterns;

    private protected override IEnumerable<T> List(NamespaceSession session)
    {
        var names = InterfaceNames();
        foreach (var name in names.Where(name => !NameFilter.IsPattern(name)))
            ForEachObject(() => InterfaceReader.Read(session, WildcardPattern.Unescape(name)));
        var all = ListAll(session).Where(item => AddressFamily is null || FamilyOf(item) == AddressFamily);
        if (names is ["*"])
            return all;
        var wanted = names.Select(name => NameFilter.Matching(name)).ToList();
        return all.Where(item => InterfaceOf(item) is { } name && wanted.Exists(matches => matches(name)));
    }

    private string[] InterfaceNames() => InputObject?.BaseObject switch
    {
        NetNamespace => InterfaceAlias,
        T same => InterfaceOf(same) is { } name ? [WildcardPattern.Escape(name)] : ["*"],
        NetObject item => [WildcardPattern.Escape(NameOfInput(item))],
        _ => InterfaceAlias,
    };
}
