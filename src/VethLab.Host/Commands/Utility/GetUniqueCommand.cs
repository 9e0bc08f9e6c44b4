using System.Management.Automation;
using System.Management.Automation.Internal;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Unique: leaves out objects that equal the one before.</summary>
[Cmdlet(VerbsCommon.Get, "Unique", DefaultParameterSetName = "AsString")]
public sealed class GetUniqueCommand : PSCmdlet
{
    private PSObject? _last;

    [Parameter(ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = AutomationNull.Value;

    [Parameter(ParameterSetName = "AsString")]
    public SwitchParameter AsString { get; set; }

    [Parameter(ParameterSetName = "UniqueByType")]
    public SwitchParameter OnType { get; set; }

    [Parameter]
    public SwitchParameter CaseInsensitive { get; set; }

    protected override void ProcessRecord()
    {
        if (_last is null || !Same(_last, InputObject))
        {
            WriteObject(InputObject);
            _last = InputObject;
        }
    }

    private bool Same(PSObject x, PSObject y) => OnType
        ? x.TypeNames.SequenceEqual(y.TypeNames, StringComparer.OrdinalIgnoreCase)
        : AsString
            ? string.Equals(x.ToString(), y.ToString(), CaseInsensitive ? StringComparison.CurrentCultureIgnoreCase : StringComparison.CurrentCulture)
            : new ValueComparer(!CaseInsensitive).Compare(x, y) == 0;
}
