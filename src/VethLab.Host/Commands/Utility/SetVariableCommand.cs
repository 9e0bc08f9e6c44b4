using System.Management.Automation;
using System.Management.Automation.Internal;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Set-Variable: makes the variable where there is none; values from the pipeline become a list.</summary>
[Cmdlet(VerbsCommon.Set, "Variable", SupportsShouldProcess = true)]
public sealed class SetVariableCommand : VariableCommand
{
    private readonly List<object?> _values = [];
    private bool _nameGiven;
    private bool _valueGiven;

    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public object? Value { get; set; } = AutomationNull.Value;

    [Parameter]
    public string[]? Include { get; set; }

    [Parameter]
    public string[]? Exclude { get; set; }

    [Parameter]
    public string? Description { get; set; }

    [Parameter]
    public ScopedItemOptions Option { get; set; }

    [Parameter]
    public SessionStateEntryVisibility Visibility { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter Append { get; set; }

    protected override void BeginProcessing()
    {
        _nameGiven = Name.Length > 0;
        _valueGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Value));
        if (Append && Name.Length == 1 && GetVariableValue(Name[0]) is { } before)
            _values.AddRange(LanguagePrimitives.GetEnumerable(before)?.Cast<object?>() ?? [before]);
    }

    protected override void ProcessRecord()
    {
        if (!_nameGiven)
            Set(Value);
        else if ((!_valueGiven || Append) && Value != AutomationNull.Value)
            _values.Add(Value);
    }

    protected override void EndProcessing()
    {
        if (!_nameGiven)
            return;
        if (_valueGiven && !Append)
            Set(Value);
        else
            Set(_values.Count switch { 0 => null, 1 when !Append => _values[0], _ => _values.ToArray() });
    }

    private void Set(object? value)
    {
        foreach (var name in Name)
            Attempt(() => SetOne(name, value == AutomationNull.Value ? null : value));
    }

    private void SetOne(string name, object? value)
    {
        var pattern = WildcardPattern.ContainsWildcardCharacters(name) || Include is { Length: > 0 } || Exclude is { Length: > 0 };
        var existing = Find(name, Scope ?? "local", Include, Exclude);
        if (existing.Count == 0 && pattern)
            return;
        foreach (var variable in existing.Count > 0 ? existing : [new PSVariable(name, value, Option)])
        {
            if (!ShouldProcess($"Name: {variable.Name} Value: {value}", "Set variable"))
                continue;
            if (existing.Count > 0)
                Overwrite(variable, value);
            if (Description is not null)
                variable.Description = Description;
            if (MyInvocation.BoundParameters.ContainsKey(nameof(Visibility)))
                variable.Visibility = Visibility;
            var result = existing.Count > 0 ? variable : VariableScopes.Set(SessionState, variable, Scope, Force, MyInvocation.CommandOrigin);
            if (PassThru)
                WriteObject(result);
        }
    }

    private void Overwrite(PSVariable variable, object? value)
    {
        if (Force && (variable.Options & ScopedItemOptions.ReadOnly) != 0)
            variable.Options &= ~ScopedItemOptions.ReadOnly;
        variable.Value = value;
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Option)))
            variable.Options = Option;
    }
}
