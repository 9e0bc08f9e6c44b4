using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Select-String in files or in the pipeline; without -Context and -Culture.</summary>
[Cmdlet(VerbsCommon.Select, "String", DefaultParameterSetName = "File")]
[OutputType(typeof(MatchInfo), typeof(bool), typeof(string))]
public sealed class SelectStringCommand : PSCmdlet
{
    private Regex[] _patterns = [];
    private int _line;
    private bool _found;

    [Parameter(ValueFromPipeline = true, Mandatory = true, ParameterSetName = "Object")]
    [AllowNull]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0)]
    public string[] Pattern { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "File")]
    [FileInfoToPath]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralFile")]
    [FileInfoToPath]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter]
    public SwitchParameter Raw { get; set; }

    [Parameter]
    public SwitchParameter SimpleMatch { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    [Parameter]
    public SwitchParameter List { get; set; }

    [Parameter]
    public SwitchParameter NoEmphasis { get; set; }

    [Parameter]
    public SwitchParameter NotMatch { get; set; }

    [Parameter]
    public SwitchParameter AllMatches { get; set; }

    [Parameter]
    [EncodingName]
    public Encoding Encoding { get; set; } = new UTF8Encoding(false);

    protected override void BeginProcessing()
    {
        var options = CaseSensitive ? RegexOptions.None : RegexOptions.IgnoreCase;
        try
        {
            _patterns = Pattern.Select(pattern => new Regex(SimpleMatch ? Regex.Escape(pattern) : pattern, options)).ToArray();
        }
        catch (RegexParseException failure)
        {
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException($"The string {string.Join(", ", Pattern)} is not a valid regular expression: {failure.Message}"),
                "InvalidRegex", ErrorCategory.InvalidArgument, null));
        }
    }

    protected override void ProcessRecord()
    {
        if (Quiet && _found)
            return;
        if (ParameterSetName == "Object")
        {
            if (InputObject?.BaseObject is FileInfo file)
                Search(file.FullName);
            else if (InputObject is not null)
                Test(InputObject.ToString(), ++_line, null);
            return;
        }
        var files = ParameterSetName == "File"
            ? Path.SelectMany(path => SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _))
            : LiteralPath.Select(GetUnresolvedProviderPathFromPSPath);
        foreach (var path in files)
            if (File.Exists(path))
                Search(path);
    }

    private void Search(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path, Encoding))
            if (Test(line, ++number, path) && (List || Quiet))
                return;
    }

    private bool Test(string text, int number, string? path)
    {
        foreach (var (regex, pattern) in _patterns.Zip(Pattern))
        {
            var matches = AllMatches && !NotMatch ? regex.Matches(text).ToArray() : regex.Match(text) is { Success: true } one ? [one] : [];
            if (matches.Length > 0 == NotMatch)
                continue;
            if (Quiet && !_found)
                WriteObject(true);
            else if (Raw)
                WriteObject(text);
            else if (!Quiet)
                WriteObject(new MatchInfo(text, number, path, pattern, matches, !CaseSensitive));
            return _found = true;
        }
        return false;
    }
}
