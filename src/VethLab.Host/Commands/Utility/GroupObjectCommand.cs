using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Group-Object: groups sorted by what they have in common, or a hash table of them.</summary>
[Cmdlet("Group", "Object", DefaultParameterSetName = "HashTable")]
[OutputType(typeof(Hashtable), typeof(GroupInfo))]
public sealed class GroupObjectCommand : PSCmdlet
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
    public SwitchParameter NoElement { get; set; }

    [Parameter(ParameterSetName = "HashTable")]
    [Alias("AHT")]
    public SwitchParameter AsHashTable { get; set; }

    [Parameter(ParameterSetName = "HashTable")]
    public SwitchParameter AsString { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null && InputObject != AutomationNull.Value)
            _input.Add(InputObject);
    }

    protected override void EndProcessing()
    {
        var selectors = PropertySelector.Parse(this, Property);
        var comparer = new ValueComparer(CaseSensitive, Culture is null ? null : CultureInfo.GetCultureInfo(Culture));
        var groups = new List<(PropertyKey Key, GroupInfo Group)>();
        foreach (var key in _input.Select(input => PropertyKey.Of(input, selectors)).OrderBy(
            key => key, Comparer<PropertyKey>.Create((x, y) => PropertyKey.Compare(x, y, comparer, []))))
        {
            if (groups.Count == 0 || PropertyKey.Compare(groups[^1].Key, key, comparer, []) != 0)
                groups.Add((key, NoElement ? new GroupInfoNoElement(key) : new GroupInfo(key)));
            groups[^1].Group.Add(key.Input);
        }
        if (AsHashTable)
            WriteObject(Table(groups.ConvertAll(entry => entry.Group)));
        else if (AsString)
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException("The AsString parameter requires the AsHashTable parameter."),
                "ArgumentException", ErrorCategory.InvalidArgument, AsString));
        else
            foreach (var (_, group) in groups)
                WriteObject(group);
    }

    private Hashtable Table(IReadOnlyList<GroupInfo> groups)
    {
        var table = new Hashtable(CaseSensitive ? null : StringComparer.CurrentCultureIgnoreCase);
        foreach (var group in groups)
        {
            var key = AsString || group.Values.Count != 1 ? group.Name : group.Values[0] ?? "";
            table[key is PSObject wrapped ? wrapped.BaseObject : key] = group.Group;
        }
        return table;
    }
}
