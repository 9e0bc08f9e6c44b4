using System.Management.Automation;
using VethLab.Host.Engine;

namespace VethLab.Host.Commands;

/// <summary>What the commands on variables have in common: a scope, and names with wildcards and filters.</summary>
public abstract class VariableCommand : PSCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Scope { get; set; }

    /// <summary>The variables that a name, or a pattern, means.</summary>
    private protected IReadOnlyList<PSVariable> Find(string name, string? scope, string[]? include, string[]? exclude)
    {
        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return VariableScopes.List(SessionState, scope)
            .Where(variable => pattern.IsMatch(variable.Name) && variable.Visibility == SessionStateEntryVisibility.Public)
            .Where(variable => include is not { Length: > 0 } || Matches(include, variable.Name))
            .Where(variable => exclude is not { Length: > 0 } || !Matches(exclude, variable.Name))
            .OrderBy(variable => variable.Name, StringComparer.OrdinalIgnoreCase).ToArray();
    }

    /// <summary>Finds them, and writes an error for a plain name that no variable has.</summary>
    private protected IReadOnlyList<PSVariable> FindOrComplain(string name, string? scope, string[]? include = null, string[]? exclude = null)
    {
        var found = Find(name, scope, include, exclude);
        if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name) && include is not { Length: > 0 } && exclude is not { Length: > 0 })
            Attempt(() => throw new ItemNotFoundException($"Cannot find a variable with the name '{name}'."), "VariableNotFound", name);
        return found;
    }

    /// <summary>Runs a call of the engine; a read-only or constant variable is an error that does not end the pipeline.</summary>
    private protected void Attempt(Action call, string? id = null, object? target = null)
    {
        try
        {
            call();
        }
        catch (SessionStateException failure)
        {
            WriteError(id is null
                ? new ErrorRecord(failure.ErrorRecord, failure)
                : new ErrorRecord(failure, id, ErrorCategory.ObjectNotFound, target));
        }
    }

    private static bool Matches(string[] patterns, string name) =>
        Array.Exists(patterns, pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(name));
}
