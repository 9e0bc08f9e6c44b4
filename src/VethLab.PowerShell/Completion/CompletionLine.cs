using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using VethLab.Networks;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Completion;

/// <summary>A command line that is being completed, as far as it goes: which parameter of which cmdlet, and what the others have.</summary>
public sealed class CompletionLine
{
    /// <summary>Nobody waits longer for TAB: what has been found by then is offered.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly CommandAst command;
    private readonly IDictionary bound;
    private readonly PropertyInfo? parameter;
    private readonly Stopwatch clock = Stopwatch.StartNew();

    internal CompletionLine(string commandName, string parameterName, CommandAst command, IDictionary bound)
    {
        this.command = command;
        this.bound = bound;
        CommandName = commandName[(commandName.LastIndexOf('\\') + 1)..];
        parameter = CmdletOf(CommandName)?.GetProperty(parameterName, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
    }

    internal string CommandName { get; }

    /// <summary>Whether the parameter takes wildcards, so that a name with their characters has to be written with `.</summary>
    internal bool TakesWildcards => parameter?.GetCustomAttribute<SupportsWildcardsAttribute>() is not null;

    /// <summary>Whether the parameter takes more than one value.</summary>
    internal bool TakesSeveral => parameter?.PropertyType.IsArray == true;

    /// <summary>Whether the parameter names what the cmdlet is about, and not where that is.</summary>
    internal bool IsTarget => parameter?.Name == "Name";

    /// <summary>
    /// Reads in every namespace that the line means: those of -Namespace, where it may be a list, a wildcard or a variable; else that of an object
    /// in another argument; all named ones where the line does not tell yet; else here. Namespaces that cannot be
    /// read offer nothing.
    /// </summary>
    internal IEnumerable<T> InEachNamespace<T>(Func<NamespaceSession, IEnumerable<T>> read) => InEach(Namespaces(), read);

    /// <summary>Reads here and in every namespace with a name.</summary>
    internal IEnumerable<T> Everywhere<T>(Func<NamespaceSession, IEnumerable<T>> read) => InEach(Named().Prepend(null), read);

    private IEnumerable<T> InEach<T>(IEnumerable<NamespaceReference?> references, Func<NamespaceSession, IEnumerable<T>> read)
    {
        foreach (var reference in references)
        {
            if (clock.Elapsed > Patience)
                yield break;
            foreach (var found in Try(reference, read))
                yield return found;
        }
    }

    private static List<T> Try<T>(NamespaceReference? reference, Func<NamespaceSession, IEnumerable<T>> read)
    {
        try
        {
            using var session = reference?.Open() ?? NamespaceLocator.OpenHere();
            return [.. read(session)];
        }
        catch (NetworkException)
        {
            return [];
        }
    }

    private IEnumerable<NamespaceReference?> Namespaces()
    {
        if (bound["Namespace"] is { } given)
            return ReferencesTo(given).SelectMany(NamespaceFilter.Expand);
        foreach (var value in bound.Values)
        {
            if (BaseOf(value) is NetObject item)
                return [new NamespaceReference(item)];
        }
        // What stands there will be known when it runs, such as (Get-NetNamespace ns01).
        return command.CommandElements.OfType<CommandParameterAst>().Any(word => string.Equals(word.ParameterName, "Namespace", StringComparison.OrdinalIgnoreCase))
            ? Named()
            : [null];
    }

    private static IEnumerable<NamespaceReference?> Named() =>
        NamespaceOperations.List().Where(space => !space.IsStale).Select(space => new NamespaceReference(space));

    private static IEnumerable<NamespaceReference> ReferencesTo(object given) => BaseOf(given) switch
    {
        NamespaceReference reference => [reference],
        NetNamespace space => [new NamespaceReference(space)],
        NetObject item => [new NamespaceReference(item)],
        Process process => [new NamespaceReference(process)],
        string name => [new NamespaceReference(name)],
        IEnumerable several => several.Cast<object>().SelectMany(ReferencesTo),
        PSCustomObject => [new NamespaceReference((PSObject)given)],
        var other => [new NamespaceReference($"{other}")],
    };

    private static object? BaseOf(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static Type? CmdletOf(string name) => Array.Find(
        typeof(CompletionLine).Assembly.GetExportedTypes(),
        type => type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet && string.Equals($"{cmdlet.VerbName}-{cmdlet.NounName}", name, StringComparison.OrdinalIgnoreCase));
}
