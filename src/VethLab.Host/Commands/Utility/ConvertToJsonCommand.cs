using System.Management.Automation;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>What ConvertTo-Json escapes besides what it must.</summary>
public enum JsonEscapeHandling
{
    Default,
    EscapeNonAscii,
    EscapeHtml,
}

/// <summary>ConvertTo-Json.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
[OutputType(typeof(string))]
public sealed class ConvertToJsonCommand : PSCmdlet
{
    private readonly List<object?> _input = [];

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    [Parameter]
    [ValidateRange(0, 100)]
    public int Depth { get; set; } = 2;

    [Parameter]
    public SwitchParameter Compress { get; set; }

    [Parameter]
    public SwitchParameter EnumsAsStrings { get; set; }

    [Parameter]
    public SwitchParameter AsArray { get; set; }

    [Parameter]
    public JsonEscapeHandling EscapeHandling { get; set; }

    protected override void ProcessRecord() => _input.Add(InputObject);

    protected override void EndProcessing()
    {
        if (_input.Count == 0)
            return;
        var value = _input.Count > 1 || AsArray ? _input : _input[0];
        WriteObject(new JsonText(this, Depth, EnumsAsStrings).Write(value, Compress, EscapeHandling != JsonEscapeHandling.Default));
    }
}
