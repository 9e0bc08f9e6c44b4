namespace VethLab.Tests.Differential;

/// <summary>
/// Two looks of VethLab's with one of ip's between them, repeated until both of VethLab's see the same: what the kernel does by itself (carriers,
/// duplicate detection, lifetimes, bridges' ports) must not pass for a difference.
/// </summary>
internal static class Looks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly FactComparer Comparer = new("ip", "VethLab");

    /// <summary>What the two see differently; empty: nothing.</summary>
    internal static (List<string> Differences, IReadOnlyList<Fact> Facts) Take(Places places)
    {
        var end = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                var before = OwnReader.Read(places.Sessions);
                var ip = IpReader.Read(places.Names);
                var after = OwnReader.Read(places.Sessions);
                if (Comparer.Differences(before.Facts, after.Facts).Count == 0)
                    return ([.. Comparer.Differences(ip.Facts, before.Facts), .. Counters(before.Counters, ip.Counters(), after.Counters)], ip.Facts);
            }
            catch (TornReadException) when (DateTime.UtcNow < end)
            {
                continue;
            }
            if (DateTime.UtcNow > end)
                throw new InvalidOperationException("The network did not come to rest.");
        }
    }

    /// <summary>Counters only grow, so ip's lie between those that VethLab read before and after.</summary>
    private static IEnumerable<string> Counters(Dictionary<string, long[]> before, Dictionary<string, long[]> ip, Dictionary<string, long[]> after)
    {
        foreach (var (link, counters) in ip)
        {
            for (var i = 0; i < counters.Length; i++)
            {
                if (counters[i] < before[link][i] || counters[i] > after[link][i])
                    yield return $"counter {i} of {link}: ip shows {counters[i]}, VethLab {before[link][i]} before and {after[link][i]} after";
            }
        }
    }
}
