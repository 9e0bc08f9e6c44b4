using System.Management.Automation;
using System.Text.Json;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>ConvertFrom-Json. Several inputs are one text, unless the first is JSON by itself.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Json")]
public sealed class ConvertFromJsonCommand : PSCmdlet
{
    private readonly List<string> _input = [];

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string InputObject { get; set; } = "";

    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Depth { get; set; } = 1024;

    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    protected override void ProcessRecord() => _input.Add(InputObject);

    protected override void EndProcessing()
    {
        if (_input.Count > 1 && IsJson(_input[0]))
            foreach (var text in _input)
                Write(text);
        else if (_input.Count > 0)
            Write(string.Join('\n', _input));
    }

    private void Write(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;
        try
        {
            WriteObject(new JsonValues(AsHashtable, Depth).Read(text), enumerateCollection: !NoEnumerate);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException($"Conversion from JSON failed with error: {failure.Message}", failure),
                "System.ArgumentException", ErrorCategory.NotSpecified, null));
        }
    }

    private bool IsJson(string text)
    {
        try
        {
            new JsonValues(AsHashtable, Depth).Read(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
