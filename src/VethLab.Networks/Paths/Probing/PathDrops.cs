using VethLab.Linux.Interop;
using VethLab.Linux.Tracing;

namespace VethLab.Networks.Paths;

/// <summary>Watches the kernel's drops while a probe is under way, where that is permitted. Dispose ends it.</summary>
internal sealed class PathDrops : IDisposable
{
    private const ushort ETH_P_IP = 0x0800, ETH_P_IPV6 = 0x86dd;

    private readonly DropWatch? watch;
    private readonly List<string> limits = [];

    internal PathDrops(PathQuestion question, IReadOnlyList<PathPlace> places)
    {
        if (!question.WatchDrops)
            return;
        var isV6 = question.Destination.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        try
        {
            watch = new DropWatch([.. places.Select(place => place.Interface).Distinct()], isV6 ? ETH_P_IPV6 : ETH_P_IP);
        }
        catch (Exception refused) when (refused is LinuxException or IOException or UnauthorizedAccessException)
        {
            limits.Add($"the kernel's drops were not watched, which takes root and tracefs: {refused.Message}");
        }
    }

    /// <summary>Why drops could not be seen, or not all.</summary>
    internal IReadOnlyList<string> Limits => watch is { HasLost: true } ? [.. limits, "not all of the kernel's drops were seen: there were too many packets meanwhile"] : limits;

    /// <summary>What was dropped until now, as far as the trails show whose it was.</summary>
    internal DropFindings Find(ProbeTrails trails, SendingTimes sendings)
    {
        if (watch is null || limits.Count > 0)
            return DropFindings.None;
        try
        {
            return DropJoin.Of(watch.Read(), trails, sendings);
        }
        catch (IOException removed)
        {
            limits.Add($"the kernel's drops were not seen to the end: {removed.Message}");
            return DropFindings.None;
        }
    }

    public void Dispose() => watch?.Dispose();
}
