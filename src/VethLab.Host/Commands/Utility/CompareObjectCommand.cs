using System.Globalization;
using System.Management.Automation;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Compare-Object: what only one of two lists has (`&lt;=`, `=&gt;`), and with -IncludeEqual what both have (`==`).</summary>
[Cmdlet(VerbsData.Compare, "Object")]
public sealed class CompareObjectCommand : PSCmdlet
{
    private readonly List<PropertyKey> _onlyReference = [];
    private readonly List<PropertyKey> _onlyDifference = [];
    private IReadOnlyList<PropertySelector> _selectors = [];
    private Queue<PropertyKey> _reference = new();
    private ValueComparer? _comparer;

    [Parameter(Position = 0, Mandatory = true)]
    [AllowEmptyCollection]
    public PSObject[] ReferenceObject { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    public PSObject[] DifferenceObject { get; set; } = [];

    /// <summary>How far apart two equal objects may stand.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int SyncWindow { get; set; } = int.MaxValue;

    [Parameter]
    public object[]? Property { get; set; }

    [Parameter]
    public SwitchParameter ExcludeDifferent { get; set; }

    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public string? Culture { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    protected override void BeginProcessing()
    {
        _selectors = PropertySelector.Parse(this, Property);
        _comparer = new ValueComparer(CaseSensitive, Culture is null ? null : CultureInfo.GetCultureInfo(Culture));
        _reference = new Queue<PropertyKey>(ReferenceObject.Select(item => PropertyKey.Of(item, _selectors)));
        if (ExcludeDifferent && !MyInvocation.BoundParameters.ContainsKey(nameof(IncludeEqual)))
            IncludeEqual = true;
    }

    protected override void ProcessRecord()
    {
        foreach (var item in DifferenceObject)
            Pair(PropertyKey.Of(item, _selectors));
    }

    protected override void EndProcessing()
    {
        while (_reference.Count > 0)
            Pair(null);
        foreach (var key in _onlyDifference)
            Write(key, "=>");
        foreach (var key in _onlyReference)
            Write(key, "<=");
    }

    private void Pair(PropertyKey? difference)
    {
        var reference = _reference.Count > 0 ? _reference.Dequeue() : null;
        if (reference is not null && difference is not null && Same(reference, difference))
        {
            Write(reference, "==");
            return;
        }
        if (difference is not null && TakeSame(_onlyReference, difference) is { } earlier)
        {
            Write(earlier, "==");
            difference = null;
        }
        if (reference is not null && TakeSame(_onlyDifference, reference) is not null)
        {
            Write(reference, "==");
            reference = null;
        }
        Remember(_onlyDifference, difference, "=>");
        Remember(_onlyReference, reference, "<=");
    }

    private void Remember(List<PropertyKey> waiting, PropertyKey? key, string side)
    {
        if (key is null)
            return;
        waiting.Add(key);
        while (waiting.Count > SyncWindow)
        {
            Write(waiting[0], side);
            waiting.RemoveAt(0);
        }
    }

    private PropertyKey? TakeSame(List<PropertyKey> waiting, PropertyKey key)
    {
        var index = waiting.FindIndex(other => Same(other, key));
        if (index < 0)
            return null;
        var found = waiting[index];
        waiting.RemoveAt(index);
        return found;
    }

    private bool Same(PropertyKey x, PropertyKey y) => PropertyKey.Compare(x, y, _comparer!, []) == 0;

    private void Write(PropertyKey key, string side)
    {
        if (side == "==" ? !IncludeEqual : ExcludeDifferent)
            return;
        var result = PassThru ? PSObject.AsPSObject(key.Input) : new PSObject();
        if (!PassThru && _selectors.Count == 0)
            result.Properties.Add(new PSNoteProperty("InputObject", key.Input));
        else if (!PassThru)
            for (var i = 0; i < _selectors.Count && i < key.Parts.Count; i++)
                result.Properties.Add(new PSNoteProperty(_selectors[i].Name ?? _selectors[i].Expression.ToString(), key.Parts[i].Value));
        result.Properties.Remove("SideIndicator");
        result.Properties.Add(new PSNoteProperty("SideIndicator", side));
        WriteObject(result);
    }
}
