using System.Management.Automation;
using VethLab.Networks;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>
/// What Get- cmdlets of things in namespaces share: names and wildcards, -Namespace, and a pipeline that takes names, namespaces (all that
/// is in each) and objects (read again, where they live).
/// </summary>
public abstract class GetByNameCmdlet<T> : NetCmdlet where T : NetObject
{
    [Parameter]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference[]? Namespace { get; set; }

    /// <summary>Names, namespaces or objects from the pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    private protected abstract string[] Patterns { get; }

    private protected abstract IEnumerable<T> List(NamespaceSession session);

    private protected abstract string NameOf(T item);

    /// <summary>What of an item a pattern is compared with, where that depends on how the pattern is written.</summary>
    private protected virtual string NameOf(T item, string pattern) => NameOf(item);

    /// <summary>What is wrong when nothing has a name that was given in full; null: nothing is.</summary>
    private protected abstract NetworkException? Missing(string name, NamespaceSession session);

    protected override void ProcessRecord() => ForEachObject(() =>
    {
        switch (InputObject?.BaseObject)
        {
            case null:
                Search(Patterns, Namespace);
                break;
            case string name:
                Search([name], Namespace);
                break;
            case NetNamespace space:
                Search(Patterns, [new NamespaceReference(space)]);
                break;
            case NetObject item:
                Write(PatternsFor(item), SessionFor(item, null));
                break;
            case PSCustomObject when TextOf("Name") is { } name:
                Search([WildcardPattern.Escape(name)], TextOf("Namespace") is { } place ? [new NamespaceReference(place)] : Namespace);
                break;
            case var other:
                throw new NetworkException(
                    NetworkError.InvalidValue,
                    $"{MyInvocation.MyCommand.Name} cannot find anything by a {other.GetType().Name}.",
                    other,
                    "Pipe names, namespaces, or objects of this module into it.");
        }
    });

    /// <summary>A property of an object that came from JSON or CSV.</summary>
    private string? TextOf(string property) => InputObject?.Properties[property]?.Value is { } value && $"{value}" is { Length: > 0 } text ? text : null;

    /// <summary>The name by which what an object stands for is found: an interface's, or that of the interface it belongs to.</summary>
    private protected virtual string NameOfInput(NetObject item) => item switch
    {
        NetInterface link => link.Name,
        VethPair pair => pair.Name,
        Networks.Addresses.NetIPAddress address => address.InterfaceAlias,
        Networks.Routes.NetNeighbor neighbor => neighbor.InterfaceAlias,
        Networks.Routes.NetRoute { InterfaceAlias: { } name } => name,
        _ => item.ToString() ?? string.Empty,
    };

    /// <summary>What is wanted of an object that was piped in.</summary>
    private protected virtual string[] PatternsFor(NetObject item) => [NameOfInput(item)];

    private void Search(string[] patterns, NamespaceReference[]? spaces)
    {
        if (spaces is null)
        {
            Write(patterns, SessionFor((NamespaceReference?)null));
            return;
        }
        foreach (var space in spaces)
            ForEachObject(() => Write(patterns, SessionFor(space)));
    }

    private void Write(string[] patterns, NamespaceSession session)
    {
        var all = List(session).ToList();
        foreach (var pattern in patterns)
        {
            ForEachObject(() => WriteObject(
                NameFilter.Select(all, item => NameOf(item, pattern), pattern, () => Missing(pattern, session)), enumerateCollection: true));
        }
    }
}
