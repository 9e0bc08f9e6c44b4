using System.Collections;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Microsoft.PowerShell.Commands;

/// <summary>ConvertFrom-StringData: `name = value` lines as a hash table.</summary>
[Cmdlet(VerbsData.ConvertFrom, "StringData")]
[OutputType(typeof(Hashtable))]
public sealed class ConvertFromStringDataCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string StringData { get; set; } = "";

    [Parameter(Position = 1)]
    public char Delimiter { get; set; } = '=';

    protected override void ProcessRecord()
    {
        var table = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (var line in StringData.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var sign = line.IndexOf(Delimiter, StringComparison.Ordinal);
            var name = sign < 0 ? line : line[..sign].Trim();
            if (sign < 0 || table.ContainsKey(name))
            {
                ThrowTerminatingError(new ErrorRecord(
                    new PSInvalidOperationException(sign < 0
                        ? $"Data line '{line}' is not in 'name=value' format."
                        : $"Data item '{name}' in line '{line}' is already defined."),
                    "InvalidOperation", ErrorCategory.InvalidOperation, null));
            }
            table[name] = Regex.Unescape(line[(sign + 1)..].Trim());
        }
        WriteObject(table);
    }
}
