using System.Management.Automation;
using System.Text;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Tee-Object: passes everything on, and to a file or a variable.</summary>
[Cmdlet("Tee", "Object", DefaultParameterSetName = "File")]
public sealed class TeeObjectCommand : PSCmdlet
{
    private readonly List<object?> _objects = [];
    private SteppablePipeline? _file;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "File")]
    [Alias("Path")]
    public string FilePath { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = "LiteralFile")]
    [Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = "Variable")]
    public string Variable { get; set; } = "";

    [Parameter(ParameterSetName = "File")]
    [Parameter(ParameterSetName = "Variable")]
    public SwitchParameter Append { get; set; }

    [Parameter(ParameterSetName = "File")]
    [Parameter(ParameterSetName = "LiteralFile")]
    [EncodingName]
    public Encoding Encoding { get; set; } = new UTF8Encoding(false);

    protected override void BeginProcessing()
    {
        if (ParameterSetName == "Variable")
        {
            if (Append && GetVariableValue(Variable) is { } before)
                _objects.AddRange(LanguagePrimitives.GetEnumerable(before)?.Cast<object?>() ?? [before]);
            return;
        }
        // The variables of the block are local to it, so that nothing of the caller's is seen or changed.
        var block = ScriptBlock.Create(ParameterSetName == "File"
            ? "param($p, $a, $e) Microsoft.PowerShell.Utility\\Out-File -FilePath $p -Append:$a -Encoding $e"
            : "param($p, $a, $e) Microsoft.PowerShell.Utility\\Out-File -LiteralPath $p -Append:$a -Encoding $e");
        _file = block.GetSteppablePipeline(
            MyInvocation.CommandOrigin, [ParameterSetName == "File" ? FilePath : LiteralPath, Append.ToBool(), Encoding]);
        _file.Begin(expectInput: true); // also for -InputObject
    }

    protected override void ProcessRecord()
    {
        WriteObject(InputObject);
        if (_file is null)
            _objects.Add(InputObject);
        else
            _file.Process(InputObject);
    }

    protected override void EndProcessing()
    {
        _file?.End();
        _file?.Dispose();
        if (ParameterSetName == "Variable")
            SessionState.PSVariable.Set(Variable, _objects.Count == 1 ? _objects[0] : _objects.ToArray());
    }
}
