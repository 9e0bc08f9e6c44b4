using System.Management.Automation;
using System.Management.Automation.Internal;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Measure-Object: count, sum, average, extremes; lines, words and characters of texts.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object", DefaultParameterSetName = "GenericMeasure")]
[OutputType(typeof(GenericMeasureInfo), typeof(TextMeasureInfo), typeof(GenericObjectMeasureInfo))]
public sealed class MeasureObjectCommand : PSCmdlet
{
    private readonly Dictionary<string, Measurement> _measurements = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<PropertySelector> _selectors = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = AutomationNull.Value;

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public object[]? Property { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter AllStats { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Sum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Average { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter StandardDeviation { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Maximum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Minimum { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Line { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Word { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Character { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter IgnoreWhiteSpace { get; set; }

    private bool IsText => ParameterSetName == "TextMeasure";

    protected override void BeginProcessing()
    {
        _selectors = PropertySelector.Parse(this, Property);
        if (AllStats)
            Sum = Average = StandardDeviation = Maximum = Minimum = true;
        if (_selectors.Count == 0)
            _measurements[""] = new Measurement();
    }

    protected override void ProcessRecord()
    {
        if (InputObject is null || InputObject == AutomationNull.Value)
            return;
        if (_selectors.Count == 0)
            Measure("", InputObject.BaseObject);
        foreach (var value in _selectors.SelectMany(selector => selector.Values(InputObject)))
            if (value.Exception is null && value.Result is not null)
                Measure(value.ResolvedExpression.ToString(), value.Result);
    }

    protected override void EndProcessing()
    {
        foreach (var (property, measurement) in _measurements)
            WriteObject(measurement.Result(this, property.Length == 0 ? null : property));
    }

    private void Measure(string property, object value)
    {
        if (!_measurements.TryGetValue(property, out var measurement))
            _measurements[property] = measurement = new Measurement();
        measurement.Count++;
        if (IsText)
            measurement.AddText(PSObject.AsPSObject(value).ToString(), IgnoreWhiteSpace);
        if ((Sum || Average || StandardDeviation) && !measurement.AddNumber(value))
            WriteError(new ErrorRecord(
                new InvalidOperationException($"Input object \"{value}\" is not numeric."), "NonNumericInputObject", ErrorCategory.InvalidType, value));
        if (Minimum || Maximum)
            measurement.AddExtreme(value);
    }
}
