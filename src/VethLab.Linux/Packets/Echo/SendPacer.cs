namespace VethLab.Linux.Packets;

/// <summary>
/// Spreads sending: a burst of 40, then one per millisecond. That is a little less than the ICMP errors a kernel makes
/// (net.ipv4.icmp_msgs_per_sec 1000, icmp_msgs_burst 50), so that of many unreachable targets none goes unreported, and it
/// leaves room in neighbour queues and socket buffers.
/// </summary>
internal sealed class SendPacer
{
    private const int Burst = 40;
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(1.05);

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
