using System.Globalization;
using System.Text.RegularExpressions;

namespace VethLab.Linux.Tracing;

/// <summary>Reads lines of tracefs about packets: "  ping-25489   [001] ..s1.  2102.939747: kfree_skb: skbaddr=00000000c8ae10b7 … reason: NETFILTER_DROP".</summary>
internal static partial class SkbEventText
{
    /// <param name="line">A line of the file trace.</param>
    /// <param name="clockOffset">What to add to the time to have nanoseconds since 1970.</param>
    internal static SkbEvent? Read(string line, long clockOffset)
    {
        if (Whole().Match(line) is not { Success: true } match)
            return null;
        var fields = match.Groups["fields"].Value;
        if (Field(fields, "skbaddr") is not { } address)
            return null;
        var read = new SkbEvent
        {
            Kind = match.Groups["event"].Value switch { "net_dev_queue" => SkbEventKind.Sent, "netif_receive_skb" => SkbEventKind.Received, _ => SkbEventKind.Dropped },
            TimestampNanoseconds = (long.Parse(match.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture) * 1_000_000_000)
                + (long.Parse(match.Groups["micros"].ValueSpan, CultureInfo.InvariantCulture) * 1000) + clockOffset,
            Address = address,
            Thread = int.Parse(match.Groups["thread"].ValueSpan, CultureInfo.InvariantCulture),
            IsInterrupt = match.Groups["flags"].Value is { Length: >= 3 } flags && flags[2] != '.',
        };
        if (read.Kind != SkbEventKind.Dropped)
            return read with { Interface = Field(fields, "dev"), Length = int.Parse(Field(fields, "len") ?? "0", CultureInfo.InvariantCulture) };
        var reason = fields.IndexOf("reason: ", StringComparison.Ordinal);
        return read with
        {
            Reason = reason < 0 ? read.Reason : fields[(reason + "reason: ".Length)..].Trim(),
            // nf_hook_slow+0xa4/0x120: how far into the function says nothing to anybody.
            Location = (Field(fields, "location") ?? string.Empty).Split('+')[0],
        };
    }

    /// <summary>Whether events were overwritten: "# entries-in-buffer/entries-written: 3/5".</summary>
    internal static bool TellsOfLoss(string line) => Counts().Match(line) is { Success: true } match && match.Groups[1].Value != match.Groups[2].Value;

    private static string? Field(string fields, string name)
    {
        var start = fields.IndexOf($"{name}=", StringComparison.Ordinal);
        if (start < 0)
            return null;
        var value = fields[(start + name.Length + 1)..];
        var end = value.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? value : value[..end];
    }

    [GeneratedRegex(@"-(?<thread>\d+)\s+\[\d+\]\s+(?<flags>\S+)\s+(?<seconds>\d+)\.(?<micros>\d{6}): (?<event>net_dev_queue|netif_receive_skb|kfree_skb): (?<fields>.*)$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^# entries-in-buffer/entries-written: (\d+)/(\d+)")]
    private static partial Regex Counts();
}
