using System.Globalization;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Date: now or a given date, as DateTime or formatted (.NET formats, or -UFormat as `date` has it).</summary>
[Cmdlet(VerbsCommon.Get, "Date", DefaultParameterSetName = "DateAndFormat")]
[OutputType(typeof(string), typeof(DateTime))]
public sealed class GetDateCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LastWriteTime")]
    public DateTime Date { get; set; }

    [Parameter]
    [Alias("UnixTime")]
    public double UnixTimeSeconds { get; set; }

    [Parameter]
    [ValidateRange(1, 9999)]
    public int Year { get; set; }

    [Parameter]
    [ValidateRange(1, 12)]
    public int Month { get; set; }

    [Parameter]
    [ValidateRange(1, 31)]
    public int Day { get; set; }

    [Parameter]
    [ValidateRange(0, 23)]
    public int Hour { get; set; }

    [Parameter]
    [ValidateRange(0, 59)]
    public int Minute { get; set; }

    [Parameter]
    [ValidateRange(0, 59)]
    public int Second { get; set; }

    [Parameter]
    [ValidateRange(0, 999)]
    public int Millisecond { get; set; }

    [Parameter]
    public DisplayHintType DisplayHint { get; set; } = DisplayHintType.DateTime;

    [Parameter]
    public string? Format { get; set; }

    [Parameter]
    public string? UFormat { get; set; }

    [Parameter]
    public SwitchParameter AsUTC { get; set; }

    protected override void ProcessRecord()
    {
        var date = Given(nameof(UnixTimeSeconds))
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(UnixTimeSeconds * 1000)).LocalDateTime
            : Given(nameof(Date)) ? Date : DateTime.Now;
        date = new DateTime(
            Given(nameof(Year)) ? Year : date.Year, Given(nameof(Month)) ? Month : date.Month, Given(nameof(Day)) ? Day : date.Day,
            Given(nameof(Hour)) ? Hour : date.Hour, Given(nameof(Minute)) ? Minute : date.Minute, Given(nameof(Second)) ? Second : date.Second,
            date.Kind).AddTicks(Given(nameof(Millisecond)) ? Millisecond * TimeSpan.TicksPerMillisecond : date.Ticks % TimeSpan.TicksPerSecond);
        if (AsUTC)
            date = date.ToUniversalTime();
        if (UFormat is not null)
            WriteObject(UnixDateFormat.Apply(date, UFormat));
        else if (Format is not null)
            WriteObject(date.ToString(Named(Format), CultureInfo.CurrentCulture));
        else
        {
            var result = new PSObject(date);
            result.Properties.Add(new PSNoteProperty("DisplayHint", DisplayHint));
            WriteObject(result);
        }
    }

    private bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private static string Named(string format) => format.ToLowerInvariant() switch
    {
        "filedate" => "yyyyMMdd",
        "filedatetime" => "yyyyMMddTHHmmssffff",
        "filedatetimeuniversal" => "yyyyMMddTHHmmssffffZ",
        "filedateuniversal" => "yyyyMMddZ",
        _ => format,
    };
}
