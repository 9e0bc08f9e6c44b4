namespace VethLab.Linux.Packets;

/// <summary>
/// Spreads sending: a burst of 8, then 400 per second. Kernels make at most 1000 ICMP errors per second and 50 in a row
/// (net.ipv4.icmp_msgs_per_sec, icmp_msgs_burst), and their timers, which find out in batches of up to 64 ms that neighbours do not answer,
/// make bursts of their own. So spread, of many unreachable targets none goes unreported. It also leaves room in neighbour queues and
/// socket buffers.
/// </summary>
internal sealed class SendPacer
{
    private const int Burst = 8;
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(2.5);

    private TimeSpan lastRefill;
    private double allowance = Burst;

    /// <summary>Takes the right to send one packet, if it is time for one.</summary>
    internal bool TryTake(TimeSpan now)
    {
        allowance = Math.Min(Burst, allowance + ((now - lastRefill) / Spacing));
        lastRefill = now;
        if (allowance < 1)
            return false;
        allowance--;
        return true;
    }

    /// <summary>How long until there is a right to send again, seen from the last try.</summary>
    internal TimeSpan Delay => allowance >= 1 ? TimeSpan.Zero : (1 - allowance) * Spacing;
}
