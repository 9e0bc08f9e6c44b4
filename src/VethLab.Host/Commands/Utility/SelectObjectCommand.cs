using System.Management.Automation;
using System.Management.Automation.Internal;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Select-Object: which objects (First, Last, Skip, Index, Unique), and which of their properties.</summary>
[Cmdlet(VerbsCommon.Select, "Object", DefaultParameterSetName = "DefaultParameter")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _unique = [];
    private readonly Queue<PSObject> _waiting = new();
    private PropertyProjection? _projection;
    private HashSet<int> _indexes = [];
    private long _seen;
    private int _written;

    [Parameter(ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = AutomationNull.Value;

    [Parameter(Position = 0, ParameterSetName = "DefaultParameter")]
    [Parameter(Position = 0, ParameterSetName = "SkipLastParameter")]
    public object[]? Property { get; set; }

    [Parameter(ParameterSetName = "DefaultParameter")]
    [Parameter(ParameterSetName = "SkipLastParameter")]
    public string[]? ExcludeProperty { get; set; }

    [Parameter(ParameterSetName = "DefaultParameter")]
    [Parameter(ParameterSetName = "SkipLastParameter")]
    public string? ExpandProperty { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    [Parameter]
    public SwitchParameter CaseInsensitive { get; set; }

    [Parameter(ParameterSetName = "DefaultParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; }

    [Parameter(ParameterSetName = "DefaultParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; } = -1;

    [Parameter(ParameterSetName = "DefaultParameter")]
    [Parameter(ParameterSetName = "SkipLastParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    [Parameter(ParameterSetName = "SkipLastParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int SkipLast { get; set; }

    /// <summary>Lets the commands before this one run to their end even when enough objects have come.</summary>
    [Parameter(ParameterSetName = "DefaultParameter")]
    [Parameter(ParameterSetName = "IndexParameter")]
    public SwitchParameter Wait { get; set; }

    [Parameter(ParameterSetName = "IndexParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int[]? Index { get; set; }

    [Parameter(ParameterSetName = "SkipIndexParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int[]? SkipIndex { get; set; }

    private bool LastGiven => MyInvocation.BoundParameters.ContainsKey(nameof(Last));

    private bool Limited => First >= 0 || LastGiven;

    protected override void BeginProcessing()
    {
        _projection = new PropertyProjection(this, Property, ExcludeProperty, ExpandProperty);
        _indexes = [.. Index ?? SkipIndex ?? []];
    }

    protected override void ProcessRecord()
    {
        if (InputObject is null || InputObject == AutomationNull.Value)
            return;
        var position = _seen++;
        if (Index is not null)
        {
            if (_indexes.Contains((int)position))
                Take(InputObject);
            if (!Wait && (_indexes.Count == 0 || position >= _indexes.Max()))
                StopUpstream();
        }
        else if (SkipIndex is not null)
        {
            if (!_indexes.Contains((int)position))
                Take(InputObject);
        }
        else
            Filter(InputObject, position);
    }

    protected override void EndProcessing()
    {
        // With -Last alone, -Skip counts from the end; with -First it has been used up at the start.
        var hold = Last > 0 && First <= 0 ? Skip : 0;
        while (ParameterSetName == "DefaultParameter" && _waiting.Count > hold)
            Take(_waiting.Dequeue());
        WriteObject(_unique, enumerateCollection: true);
    }

    private void Filter(PSObject input, long position)
    {
        if (SkipLast > 0)
        {
            if (position < Skip)
                return;
            _waiting.Enqueue(input);
            if (_waiting.Count > SkipLast)
                Take(_waiting.Dequeue());
            return;
        }
        var fromStart = Last <= 0 || First > 0;
        if (fromStart && position < Skip)
            return;
        if (!Limited || _written < First)
        {
            _written++;
            Take(input);
        }
        else if (Last > 0)
        {
            _waiting.Enqueue(input);
            if (_waiting.Count > Last + (First > 0 ? 0 : Skip))
                _waiting.Dequeue();
        }
        if (First > 0 && Last == 0 && _written >= First && !Wait)
            StopUpstream();
    }

    private void StopUpstream()
    {
        EndProcessing();
        throw UpstreamStop.Request(this);
    }

    private void Take(PSObject input)
    {
        foreach (var selected in _projection!.Apply(input))
            if (!Unique)
                WriteObject(selected);
            else if (!_unique.Exists(known => SameObject(known, selected)))
                _unique.Add(selected);
    }

    private bool SameObject(PSObject x, PSObject y)
    {
        var comparer = new ValueComparer(!CaseInsensitive);
        if (x.BaseObject is not PSCustomObject || y.BaseObject is not PSCustomObject || !_projection!.MakesObjects)
            return comparer.Compare(x.BaseObject, y.BaseObject) == 0;
        return x.Properties.Count() == y.Properties.Count()
            && x.Properties.All(property => y.Properties[property.Name] is { } other && comparer.Compare(property.Value, other.Value) == 0);
    }
}
