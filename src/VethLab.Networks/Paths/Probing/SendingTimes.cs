namespace VethLab.Networks.Paths;

/// <summary>When the own thread handed a probe to the kernel: what happened to packets meanwhile, on that thread, happened to the probe.</summary>
/// <param name="Thread">Its number outside of PID namespaces; null: not known.</param>
internal sealed record SendingTimes(int? Thread)
{
    private readonly List<(long From, long To)> times = [];

    /// <summary>Nanoseconds since 1970.</summary>
    internal static long Now => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;

    internal void Add(long from) => times.Add((from, Now));

    internal bool Includes(long time) => times.Exists(one => one.From <= time && time <= one.To);
}
