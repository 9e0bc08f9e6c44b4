using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Sort-Object. Equal objects keep their order.</summary>
[Cmdlet("Sort", "Object", DefaultParameterSetName = "Default")]
public sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _input = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = AutomationNull.Value;

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public string? Culture { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    [Parameter]
    public SwitchParameter Descending { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    [Parameter]
    public SwitchParameter Stable { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Top")]
    [ValidateRange(1, int.MaxValue)]
    public int Top { get; set; } = int.MaxValue;

    [Parameter(Mandatory = true, ParameterSetName = "Bottom")]
    [ValidateRange(1, int.MaxValue)]
    public int Bottom { get; set; } = int.MaxValue;

    protected override void ProcessRecord()
    {
        if (InputObject is not null && InputObject != AutomationNull.Value)
            _input.Add(InputObject);
    }

    protected override void EndProcessing()
    {
        var selectors = PropertySelector.Parse(this, Property);
        var descending = selectors.Count == 0
            ? [Descending]
            : selectors.Select(selector => selector.Descending ?? Descending.ToBool()).ToArray();
        var comparer = new ValueComparer(CaseSensitive, Culture is null ? null : CultureInfo.GetCultureInfo(Culture));
        var order = Comparer<PropertyKey>.Create((x, y) => PropertyKey.Compare(x, y, comparer, descending));
        var sorted = _input.Select(input => PropertyKey.Of(input, selectors)).OrderBy(key => key, order).ToList();
        if (Unique)
            for (var i = sorted.Count - 1; i > 0; i--)
                if (order.Compare(sorted[i - 1], sorted[i]) == 0)
                    sorted.RemoveAt(i);
        var end = ParameterSetName == "Bottom" ? sorted.Skip(Math.Max(0, sorted.Count - Bottom)) : sorted.Take(Top);
        foreach (var key in end)
            WriteObject(key.Input);
    }
}
