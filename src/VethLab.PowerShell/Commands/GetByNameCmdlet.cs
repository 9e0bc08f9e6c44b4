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
/// is in each) and objects (read again, where they live, or what belongs to them), also as they come back from JSON and CSV.
/// </summary>
public abstract class GetByNameCmdlet<T> : NetCmdlet where T : NetObject
{
    /// <summary>More are read quicker with all others in one list.</summary>
    private const int FewNames = 8;

    /// <summary>Names, wildcards or objects.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNull]
    public NamespaceReference[]? Namespace { get; set; }

    /// <summary>Names, namespaces or objects from the pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    private protected abstract string[] Patterns { get; }

    /// <summary>All that a namespace has to choose from by name.</summary>
    private protected abstract IEnumerable<T> List(NamespaceSession session);

    /// <summary>What reads an item of a name that is no pattern without all the others, which is quicker; null: nothing does.</summary>
    private protected virtual Func<NamespaceSession, string, T?>? NamedReader => null;

    private protected abstract string NameOf(T item);

    /// <summary>What of an item a pattern is compared with, where that depends on how the pattern is written.</summary>
    private protected virtual string NameOf(T item, string pattern) => NameOf(item);

    /// <summary>What is wrong when nothing has a name that was given in full; null: nothing is.</summary>
    private protected abstract NetworkException? Missing(string name, NamespaceSession session);

    /// <summary>Whether an item that has the name is wanted.</summary>
    private protected virtual bool Passes(T item) => true;

    /// <summary>What to look for when an object is piped in; none: it has nothing to do with what the cmdlet returns.</summary>
    private protected abstract IEnumerable<Search> SearchesFor(PipedObject piped);

    /// <summary>Where to look unless an object says so; null is here.</summary>
    private protected virtual IEnumerable<NamespaceReference?> Places => Namespace ?? (IEnumerable<NamespaceReference?>)[null];

    protected override void ProcessRecord() => ForEachObject(() =>
    {
        if (InputObject is null)
            Find(new Search(null, Patterns));
        else if (InputObject.BaseObject is string name)
            Find(new Search(null, [name]));
        else
            FindFor(new PipedObject(InputObject));
    });

    private void FindFor(PipedObject piped)
    {
        if (piped.AsNamespace is { } space)
        {
            Find(new Search(space, Patterns));
            return;
        }
        var searches = piped.IsOurs ? SearchesFor(piped).ToList() : [];
        if (searches.Count == 0)
        {
            throw new NetworkException(
                NetworkError.InvalidValue,
                $"{MyInvocation.MyCommand.Name} cannot find anything by {(piped.IsOurs ? $"'{InputObject}'" : $"a {InputObject!.BaseObject.GetType().Name}")}.",
                InputObject!.BaseObject,
                "Pipe names, namespaces, or objects of this module into it.");
        }
        foreach (var search in searches)
            ForEachObject(() => Find(search));
    }

    private void Find(Search search)
    {
        // A place that an object names is no pattern, whatever the name looks like.
        if (search.Place is not null)
        {
            Write(search, SessionFor(search.Place));
            return;
        }
        foreach (var place in Places)
        {
            foreach (var space in place is null ? [null] : NamespaceFilter.Expand(place).Cast<NamespaceReference?>())
                ForEachObject(() => Write(search, SessionFor(space)));
        }
    }

    private void Write(Search search, NamespaceSession session)
    {
        if (search.Interface is { } needed)
            _ = InterfaceReader.Read(session, needed);
        var read = search.Patterns.Length <= FewNames && !Array.Exists(search.Patterns, NameFilter.IsPattern) ? NamedReader : null;
        var all = read is null ? Included(List(session)) : [];
        foreach (var pattern in search.Patterns)
        {
            ForEachObject(() => WriteObject(
                NameFilter.Select(read is null ? all : Included(NamesOf(pattern).Select(name => read(session, name)).OfType<T>()), item => NameOf(item, pattern), pattern, () => Missing(pattern, session))
                    .Where(Passes).SelectMany(item => Output(Present(item, pattern, session))),
                enumerateCollection: true));
        }

        List<T> Included(IEnumerable<T> items) => items.Where(item => search.Includes?.Invoke(item) != false).ToList();
    }

    /// <summary>What a plain name can mean: a`[1`] may be a[1], or written so.</summary>
    private static IEnumerable<string> NamesOf(string plain) => new[] { plain, WildcardPattern.Unescape(plain) }.Distinct(StringComparer.Ordinal);

    /// <summary>How an item that was found by a pattern is shown.</summary>
    private protected virtual T Present(T item, string pattern, NamespaceSession session) => item;

    /// <summary>What is written of an item: itself.</summary>
    private protected virtual IEnumerable<object> Output(T item) => [item];

    /// <summary>A search: where, null being wherever the cmdlet looks; by which names; and among what.</summary>
    private protected sealed record Search(NamespaceReference? Place, string[] Patterns, Func<T, bool>? Includes = null)
    {
        /// <summary>An interface without which the search is an error.</summary>
        internal string? Interface { get; init; }

        internal static Search Exactly(NamespaceReference? place, string name, Func<T, bool>? includes = null) =>
            new(place, [WildcardPattern.Escape(name)], includes);

        internal static Search All(NamespaceReference? place, Func<T, bool> includes) => new(place, ["*"], includes);
    }
}
