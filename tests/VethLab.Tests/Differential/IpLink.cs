namespace VethLab.Tests.Differential;

/// <summary>An interface as `ip -d -s link` shows it.</summary>
internal sealed class IpLink(Shown shown)
{
    internal Shown Shown { get; } = shown;

    internal int Index { get; } = (int)shown.Number("ifindex")!.Value;

    internal string Name { get; } = shown.Text("ifname")!;

    /// <summary>Null for loopback and devices.</summary>
    internal string? Kind { get; } = shown.Inside("linkinfo")?.Text("info_kind");

    internal IReadOnlyList<string> Addresses { get; set; } = [];

    /// <summary>In the order of LinkCounters.</summary>
    internal long[] Counters()
    {
        var (received, sent) = (Shown.Inside("stats64")!.Inside("rx")!, Shown.Inside("stats64")!.Inside("tx")!);
        return
        [
            received.Number("packets")!.Value, sent.Number("packets")!.Value, received.Number("bytes")!.Value, sent.Number("bytes")!.Value,
            received.Number("errors")!.Value, sent.Number("errors")!.Value, received.Number("dropped")!.Value, sent.Number("dropped")!.Value,
        ];
    }
}
