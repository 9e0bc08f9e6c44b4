using VethLab.Linux.Packets;

namespace VethLab.Networks.Labs.Testing;

/// <summary>
/// Sends a lab's requests in as many rounds as the kernel's neighbour tables have room for at the time. Who was not reached in a round in which
/// somebody was refused an entry may only have lacked that; so it is asked again in a later round, with less at once, some times.
/// </summary>
internal sealed class LabRounds(EchoMesh mesh, NeighborRoom room, Action<LabAttempt, EchoResult> onResult, Action<string> onNotice, Action<string> onWarning)
{
    /// <summary>How often a pair is tried while others fill the table.</summary>
    private const int MostTries = 6;

    private const string Limit = "The sysctl net.ipv4.neigh.default.gc_thresh3 (for IPv6 net.ipv6…) of the machine is the limit.";

    private int doubtful;

    /// <summary>Hands over each attempt's result as it becomes sure, round by round.</summary>
    internal void Run(IReadOnlyList<LabAttempt> attempts, CancellationToken cancellation)
    {
        var open = new List<LabAttempt>(attempts);
        var isWhole = true;
        while (open.Count > 0)
        {
            var count = room.Fit(open);
            if (isWhole && count < open.Count)
            {
                isWhole = false;
                onNotice($"The kernel's neighbour table has not room for all {open.Count} requests at once: they are sent in rounds. {Limit}");
                open = BothWaysTogether(open);
                continue;
            }
            var again = Ping(open.GetRange(0, count), cancellation);
            if (cancellation.IsCancellationRequested)
                return;
            open = [.. open.Skip(count), .. again];
            if (!isWhole || again.Count > 0)
                room.Forget();
            if (again.Count == 0)
                continue;
            onNotice($"The kernel's neighbour table was full: {again.Count} requests are sent again.");
            room.GiveWay();
            // Two that test at the same time must not get into each other's way again and again.
            _ = cancellation.WaitHandle.WaitOne(Random.Shared.Next(50, 500));
        }
        if (doubtful > 0)
        {
            onWarning(
                $"The kernel's neighbour table was full all the time: {doubtful} pairs that were not reached may only have lacked an entry there. {Limit} "
                + "Test again when others have ended, or raise it.");
        }
    }

    /// <summary>The way back needs the same two entries, so it costs nothing in the same round.</summary>
    private static List<LabAttempt> BothWaysTogether(List<LabAttempt> attempts) =>
        [.. attempts.OrderBy(attempt => Math.Min(attempt.From.Place, attempt.To.Place)).ThenBy(attempt => Math.Max(attempt.From.Place, attempt.To.Place))];

    /// <summary>One round; returns those about which nothing is known, as the table was full.</summary>
    private List<LabAttempt> Ping(List<LabAttempt> round, CancellationToken cancellation)
    {
        var results = new EchoResult?[round.Count];
        var before = room.Overflows();
        Send(Enumerable.Range(0, round.Count));
        // On a busy machine an answer may be late; what should be answered gets a second chance.
        if (!cancellation.IsCancellationRequested && Late() is { Count: > 0 } late)
            Send(late);
        if (cancellation.IsCancellationRequested)
            return [];

        var after = room.Overflows();
        var again = new List<LabAttempt>();
        for (var i = 0; i < round.Count; i++)
        {
            var attempt = round[i];
            var isDoubtful = results[i]!.Status != EchoStatus.Success && after.GetValueOrDefault(attempt.Family) != before.GetValueOrDefault(attempt.Family);
            if (isDoubtful && attempt.Tries < MostTries - 1)
            {
                again.Add(attempt with { Tries = attempt.Tries + 1 });
                continue;
            }
            doubtful += isDoubtful ? 1 : 0;
            onResult(attempt, results[i]!);
        }
        return again;

        void Send(IEnumerable<int> which)
        {
            var chosen = which.ToList();
            var had = mesh.Ping(chosen.ConvertAll(i => new EchoPair(round[i].From.Place, round[i].Address)), cancellation);
            for (var i = 0; i < chosen.Count; i++)
                results[chosen[i]] = had[i];
        }

        List<int> Late()
        {
            var now = room.Overflows();
            return Enumerable.Range(0, round.Count)
                .Where(i => round[i].IsExpected && results[i]!.Status == EchoStatus.TimedOut)
                .Where(i => now.GetValueOrDefault(round[i].Family) == before.GetValueOrDefault(round[i].Family)).ToList();
        }
    }
}
