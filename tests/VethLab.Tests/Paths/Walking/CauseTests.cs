using VethLab.Networks.Paths;

namespace VethLab.Tests.Paths.Walking;

/// <summary>A lab that works is broken in one way: exactly that is found first, at the hop where packets die, and they do.</summary>
public abstract class CauseTests : IDisposable
{
    internal WalkLab Lab { get; } = new();

    public void Dispose()
    {
        Lab.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The cause, the place "namespace: hop", and with what is asked.</summary>
    private protected PathFinding Expect(PathCause cause, string hop, string from, string to, PathProtocol protocol = PathProtocol.Icmp, ushort? port = null, Func<PathQuestion, PathQuestion>? more = null)
    {
        var walk = Lab.Walk(from, to, protocol, port, more);
        var first = walk.Findings.FirstOrDefault(finding => finding.Weight == PathFindingWeight.Certain);
        Assert.True(first is not null, Shown.Of(walk));
        Assert.True(first.Cause == cause && $"{walk.Hops[first.Hop]}" == hop, Shown.Of(walk));
        Assert.True(walk.Hops[first.Hop].State != PathHopState.Passes || cause is PathCause.DuplicateMac or PathCause.MasqueradeSameSubnet, Shown.Of(walk));
        return first;
    }

    private protected void ExpectDead(PathCause cause, string hop, string from, string to, string? fix = null)
    {
        var found = Expect(cause, hop, from, to);
        Assert.False(Lab.Pings(from, to));
        if (fix is not null)
            Assert.Equal(fix, found.Fix);
    }
}
