using System.Management.Automation;
using System.Management.Automation.Internal;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Join-String: one text of all objects, or of one of their properties.</summary>
[Cmdlet(VerbsCommon.Join, "String", DefaultParameterSetName = "default")]
[OutputType(typeof(string))]
public sealed class JoinStringCommand : PSCmdlet
{
    private readonly List<string> _parts = [];

    [Parameter(Position = 0)]
    public object? Property { get; set; }

    [Parameter(Position = 1)]
    [AllowEmptyString]
    public string? Separator { get; set; }

    [Parameter]
    [Alias("op")]
    public string OutputPrefix { get; set; } = "";

    [Parameter]
    [Alias("os")]
    public string OutputSuffix { get; set; } = "";

    [Parameter(ParameterSetName = "SingleQuote")]
    public SwitchParameter SingleQuote { get; set; }

    [Parameter(ParameterSetName = "DoubleQuote")]
    public SwitchParameter DoubleQuote { get; set; }

    [Parameter(ParameterSetName = "Format")]
    public string? FormatString { get; set; }

    [Parameter(ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (var input in InputObject)
            if (input is not null && input != AutomationNull.Value)
                _parts.Add(Quoted(Text(input)));
    }

    protected override void EndProcessing()
    {
        var separator = Separator ?? GetVariableValue("OFS")?.ToString() ?? "";
        WriteObject(OutputPrefix + string.Join(separator, _parts) + OutputSuffix);
    }

    private object? Text(PSObject input) => Property is null
        ? input
        : PropertySelector.Parse(this, [Property])[0].Values(input).FirstOrDefault()?.Result;

    private string Quoted(object? value)
    {
        var text = value is null ? "" : PSObject.AsPSObject(value).ToString();
        return SingleQuote ? $"'{text}'"
            : DoubleQuote ? $"\"{text}\""
            : FormatString is not null ? string.Format(System.Globalization.CultureInfo.CurrentCulture, FormatString, value)
            : text;
    }
}
