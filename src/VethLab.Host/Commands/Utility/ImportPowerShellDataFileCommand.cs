using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Microsoft.PowerShell.Commands;

/// <summary>Import-PowerShellDataFile: the hash table of a .psd1 file, of which nothing is run.</summary>
[Cmdlet(VerbsData.Import, "PowerShellDataFile", DefaultParameterSetName = "ByPath")]
[OutputType(typeof(Hashtable))]
public sealed class ImportPowerShellDataFileCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ByPath")]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "ByLiteralPath", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Lifts the limit of 500 keys.</summary>
    [Parameter]
    public SwitchParameter SkipLimitCheck { get; set; }

    protected override void ProcessRecord()
    {
        var files = ParameterSetName == "ByPath"
            ? Path.SelectMany(path => SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _))
            : LiteralPath.Select(GetUnresolvedProviderPathFromPSPath);
        foreach (var file in files)
            Read(file);
    }

    private void Read(string file)
    {
        var tree = Parser.ParseFile(file, out _, out var errors);
        if (errors.Length > 0)
        {
            Refuse($"The file '{file}' could not be parsed as a PowerShell Data File: {errors[0].Message}", "CouldNotParseAsPowerShellDataFile", file);
            return;
        }
        if (tree.Find(static node => node is HashtableAst, searchNestedScriptBlocks: false) is not HashtableAst table)
        {
            Refuse($"A hash table could not be found in the data file '{file}'.", "CouldNotParseAsPowerShellDataFileNoHashtableRoot", file);
            return;
        }
        try
        {
            WriteObject(table.SafeGetValue(SkipLimitCheck));
        }
        catch (InvalidOperationException failure)
        {
            Refuse($"{failure.Message} ({file})", "CouldNotParseAsPowerShellDataFile", file);
        }
    }

    private void Refuse(string message, string id, string file) =>
        WriteError(new ErrorRecord(new InvalidOperationException(message), id, ErrorCategory.InvalidData, file));
}
