using System.Management.Automation;

namespace VethLab.Host.Commands;

/// <summary>Makes of each object one with the chosen properties (Select-Object -Property, -ExcludeProperty, -ExpandProperty).</summary>
internal sealed class PropertyProjection
{
    private readonly PSCmdlet _command;
    private readonly IReadOnlyList<PropertySelector> _selectors;
    private readonly WildcardPattern[] _excluded;
    private readonly string? _expand;

    internal PropertyProjection(PSCmdlet command, object[]? properties, string[]? excluded, string? expand)
    {
        _command = command;
        _expand = string.IsNullOrEmpty(expand) ? null : expand;
        _excluded = (excluded ?? []).Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToArray();
        if (excluded is not null && properties is not { Length: > 0 })
            properties = ["*"];
        _selectors = PropertySelector.Parse(command, properties);
    }

    /// <summary>False when the objects pass as they are.</summary>
    internal bool MakesObjects => _selectors.Count > 0;

    internal IEnumerable<PSObject> Apply(PSObject input)
    {
        if (_selectors.Count == 0 && _expand is null)
            return [input];
        var chosen = Choose(input);
        return _expand is null ? [NewObject(input, chosen)] : Expand(input, chosen);
    }

    private List<PSNoteProperty> Choose(PSObject input)
    {
        var chosen = new List<PSNoteProperty>();
        foreach (var selector in _selectors)
        {
            var values = selector.Values(input).Where(value => !IsExcluded(value.ResolvedExpression.ToString())).ToArray();
            if (values.Length > 1 && selector.Name is not null)
                Complain("Unable to rename multiple results.", "RenamingMultipleResults", input);
            else if (values.Length > 0)
                chosen.AddRange(values.Select(value => new PSNoteProperty(selector.Name ?? value.ResolvedExpression.ToString(), value.Result)));
            else if (!selector.Expression.HasWildCardCharacters && !IsExcluded(selector.Expression.ToString()))
                chosen.Add(new PSNoteProperty(selector.Name ?? selector.Expression.ToString(), null));
        }
        return chosen;
    }

    private PSObject NewObject(PSObject input, List<PSNoteProperty> chosen)
    {
        var result = new PSObject();
        Add(result, chosen, input, "AlreadyExistingUserSpecifiedPropertyNoExpand");
        result.TypeNames.Insert(0, "Selected." + input.BaseObject.GetType());
        return result;
    }

    private IEnumerable<PSObject> Expand(PSObject input, List<PSNoteProperty> chosen)
    {
        var values = new PropertySelector(new Microsoft.PowerShell.Commands.PSPropertyExpression(_expand), null, null).Values(input).ToArray();
        if (values.Length != 1)
        {
            var missing = values.Length == 0;
            var message = missing
                ? $"Property \"{_expand}\" cannot be found."
                : $"Multiple properties cannot be expanded: \"{_expand}\".";
            _command.WriteError(new ErrorRecord(new PSArgumentException(message),
                missing ? "ExpandPropertyNotFound" : "MutlipleExpandProperties", ErrorCategory.InvalidArgument, input));
            yield break;
        }
        if (values[0].Exception is { } failure)
        {
            _command.WriteError(new ErrorRecord(failure, "PropertyEvaluationExpand", ErrorCategory.InvalidResult, input));
            yield break;
        }
        var single = LanguagePrimitives.GetEnumerable(values[0].Result) is null;
        var items = single ? new[] { values[0].Result } : LanguagePrimitives.GetEnumerable(values[0].Result).Cast<object?>();
        foreach (var item in items)
            if (item is not null)
            {
                var expanded = chosen.Count == 0 ? PSObject.AsPSObject(item) : PSObject.AsPSObject(item).Copy();
                Add(expanded, chosen, input, "AlreadyExistingUserSpecifiedPropertyExpand");
                yield return expanded;
            }
    }

    private void Add(PSObject target, List<PSNoteProperty> properties, PSObject input, string errorId)
    {
        foreach (var property in properties)
            if (target.Properties[property.Name] is null)
                target.Properties.Add(property);
            else
                Complain($"The property cannot be processed because the property \"{property.Name}\" already exists.", errorId, input);
    }

    private void Complain(string message, string id, PSObject input) => _command.WriteError(
        new ErrorRecord(new PSArgumentException(message), id, ErrorCategory.InvalidOperation, input));

    private bool IsExcluded(string name) => Array.Exists(_excluded, pattern => pattern.IsMatch(name));
}
