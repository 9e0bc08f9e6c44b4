using System.Management.Automation;
using System.Security.Cryptography;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Random: a number, or elements of a list. The same -SetSeed gives the same numbers, though not pwsh's.</summary>
[Cmdlet(VerbsCommon.Get, "Random", DefaultParameterSetName = "RandomNumberParameterSet")]
public sealed class GetRandomCommand : PSCmdlet
{
    private readonly List<object?> _input = [];
    private Random? _source;

    [Parameter(ParameterSetName = "RandomNumberParameterSet", Position = 0)]
    public object? Maximum { get; set; }

    [Parameter(ParameterSetName = "RandomNumberParameterSet")]
    public object? Minimum { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    [Parameter(ParameterSetName = "RandomListItemParameterSet", ValueFromPipeline = true, Position = 0, Mandatory = true)]
    [Parameter(ParameterSetName = "ShuffleParameterSet", ValueFromPipeline = true, Position = 0, Mandatory = true)]
    [AllowNull]
    public object?[] InputObject { get; set; } = [];

    [Parameter(ParameterSetName = "ShuffleParameterSet", Mandatory = true)]
    public SwitchParameter Shuffle { get; set; }

    [Parameter]
    public int? SetSeed { get; set; }

    protected override void BeginProcessing()
    {
        _source = SetSeed is { } seed ? new Random(seed) : new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
        if (ParameterSetName != "RandomNumberParameterSet")
            return;
        for (var i = 0; i < Count; i++)
            WriteNumber();
    }

    protected override void ProcessRecord()
    {
        if (ParameterSetName != "RandomNumberParameterSet")
            _input.AddRange(InputObject);
    }

    protected override void EndProcessing()
    {
        if (ParameterSetName == "RandomNumberParameterSet")
            return;
        var items = _input.ToArray();
        _source!.Shuffle(items);
        foreach (var item in Shuffle ? items : items.Take(Count))
            WriteObject(item);
    }

    private void WriteNumber()
    {
        var low = Base(Minimum) ?? 0;
        var high = Base(Maximum) ?? int.MaxValue;
        if (low is double or float or decimal || high is double or float or decimal)
        {
            var (from, to) = (LanguagePrimitives.ConvertTo<double>(low), LanguagePrimitives.ConvertTo<double>(high));
            Check(from < to);
            WriteObject(from + (_source!.NextDouble() * (to - from)));
            return;
        }
        var (first, last) = (LanguagePrimitives.ConvertTo<long>(low), LanguagePrimitives.ConvertTo<long>(high));
        Check(first < last);
        var number = _source!.NextInt64(first, last);
        if (low is long || high is long)
            WriteObject(number);
        else
            WriteObject((int)number);
    }

    private void Check(bool ordered)
    {
        if (!ordered)
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException($"The Minimum value ({Minimum ?? 0}) cannot be greater than or equal to the Maximum value ({Maximum})."),
                "MinGreaterThanOrEqualMax", ErrorCategory.InvalidArgument, null));
    }

    private static object? Base(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) is string text
        ? LanguagePrimitives.ConvertTo<double>(text) is var number && number == Math.Floor(number) ? (long)number : number
        : value is PSObject other ? other.BaseObject : value;
}
