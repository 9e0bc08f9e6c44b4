using System.Net.Sockets;
using VethLab.Linux.Packets;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.State;

namespace VethLab.Networks.Labs.Testing;

/// <summary>Pings within a lab: everybody everybody, or what its description expects.</summary>
public static class LabTester
{
    private sealed record Attempt(LabNode From, LabNode To, bool IsExpected, AddressFamily Family, System.Net.IPAddress Address);

    /// <summary>
    /// Pings all pairs at once, once in each direction and family, in rounds where the kernel has not room for all; a request that should be
    /// answered and is not is sent a second time. Results come in the order of the pairs, round by round.
    /// </summary>
    /// <exception cref="NetworkException">InvalidName, LabNotFound, NotPermitted.</exception>
    public static void Run(
        string lab, TimeSpan timeout, Action<LabReachability> onResult, Action<string> onNotice, CancellationToken cancellation = default) => KernelErrors.Explained(lab, () =>
    {
        LabName.Check(lab);
        var expectations = LabReader.Read(lab).Reachability;
        using var survey = LabSurvey.Take(lab);
        var traces = survey.Labs.GetValueOrDefault(lab) ?? throw LabReader.NotFound(lab);
        var nodes = traces.Namespaces.Where(space => space != traces.Own).OrderBy(space => space.Name, StringComparer.Ordinal).Select(space => new LabNode(space)).ToList();
        var attempts = new List<Attempt>();
        foreach (var (from, to, isExpected) in PairsOf(nodes, expectations))
            Plan(lab, from, to, isExpected, attempts, onResult);
        if (attempts.Count == 0)
            return;

        var places = nodes.Select((node, i) => (node, i)).ToDictionary(one => one.node, one => one.i);
        using var mesh = new EchoMesh(nodes.Select(node => ((Linux.Namespaces.NamespaceHandle?)node.Session.Handle, node.Families)).ToList(), timeout);
        var room = new NeighborRoom(nodes);
        var rounds = room.Split(attempts, attempt => (attempt.From.Name, attempt.To.Name, attempt.Family));
        if (rounds.Count > 1)
        {
            onNotice(
                $"The kernel's neighbour table has not room for all {attempts.Count} requests at once: they are sent in {rounds.Count} rounds. "
                + "The sysctl net.ipv4.neigh.default.gc_thresh3 (for IPv6 net.ipv6…) of the machine is the limit.");
        }
        foreach (var round in rounds)
        {
            var results = Ping(mesh, places, round, cancellation);
            if (cancellation.IsCancellationRequested)
                return;
            for (var i = 0; i < round.Count; i++)
                onResult(Describe(lab, round[i], results[i]!));
            if (rounds.Count > 1)
                room.Forget();
        }
    });

    private static IEnumerable<(LabNode From, LabNode To, bool IsExpected)> PairsOf(List<LabNode> nodes, SnapshotList<LabExpectation> expectations)
    {
        if (expectations.Count == 0)
            return nodes.SelectMany(from => nodes.Where(to => to != from).Select(to => (from, to, true)));
        var byName = nodes.ToDictionary(node => node.Name);
        return expectations.Where(one => byName.ContainsKey(one.From) && byName.ContainsKey(one.To)).Select(one => (byName[one.From], byName[one.To], one.Reaches));
    }

    private static void Plan(string lab, LabNode from, LabNode to, bool isExpected, List<Attempt> attempts, Action<LabReachability> onResult)
    {
        var before = attempts.Count;
        foreach (var family in to.Families.Intersect(from.Families).Order())
            attempts.Add(new Attempt(from, to, isExpected, family, to.AddressFor(from, family)!));
        if (attempts.Count > before)
            return;
        var message = to.Families.Count == 0 ? $"{to.Name} has no address" : from.Families.Count == 0 ? $"{from.Name} has no address" : "no family of addresses in common";
        onResult(new LabReachability { Lab = lab, From = from.Name, To = to.Name, Status = EchoStatus.NoRoute, IsExpected = isExpected, Message = message });
    }

    private static EchoResult?[] Ping(EchoMesh mesh, Dictionary<LabNode, int> places, List<Attempt> round, CancellationToken cancellation)
    {
        var results = new EchoResult?[round.Count];
        mesh.Ping(round.Select(attempt => new EchoPair(places[attempt.From], attempt.Address)).ToList(), (i, result) => results[i] = result, cancellation);
        if (cancellation.IsCancellationRequested)
            return results;
        // On a busy machine an answer may be late; what should be answered gets a second chance.
        var again = Enumerable.Range(0, round.Count).Where(i => round[i].IsExpected && results[i]!.Status == EchoStatus.TimedOut).ToList();
        if (again.Count > 0)
            mesh.Ping(again.Select(i => new EchoPair(places[round[i].From], round[i].Address)).ToList(), (i, result) => results[again[i]] = result, cancellation);
        return results;
    }

    private static LabReachability Describe(string lab, Attempt attempt, EchoResult result) => new()
    {
        Lab = lab,
        From = attempt.From.Name,
        To = attempt.To.Name,
        Address = attempt.Address.ToString(),
        AddressFamily = attempt.Family,
        Status = result.Status,
        IsExpected = attempt.IsExpected,
        RoundTripTime = result.RoundTripTime?.TotalMilliseconds,
        Message = result.Message,
    };
}
