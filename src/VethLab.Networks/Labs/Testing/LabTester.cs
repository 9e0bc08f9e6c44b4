using System.Net.Sockets;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Packets;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.State;

namespace VethLab.Networks.Labs.Testing;

/// <summary>Pings within a lab: everybody everybody, or what its description expects.</summary>
public static class LabTester
{
    /// <summary>
    /// Pings all pairs at once, once in each direction and family, in rounds where the kernel has not room for all; a request that should be
    /// answered and is not is sent a second time, and one that may only have lacked room there, again. Results come in the order of the pairs; in rounds,
    /// with both ways of a pair together.
    /// </summary>
    /// <exception cref="NetworkException">InvalidName, LabNotFound, NotPermitted.</exception>
    public static void Run(
        string lab, TimeSpan timeout, Action<LabReachability> onResult, Action<string> onNotice, Action<string> onWarning,
        CancellationToken cancellation = default) => KernelErrors.Explained(lab, () =>
    {
        LabName.Check(lab);
        using var survey = LabSurvey.Take(lab);
        var traces = survey.Labs.GetValueOrDefault(lab) ?? throw LabReader.NotFound(lab);
        var expectations = LabReader.ExpectationsOf(traces).ToSnapshotList();
        var spaces = traces.Machines.OrderBy(space => space.Name, StringComparer.Ordinal).ToList();
        var nodes = new LabNode[spaces.Count];
        HomeThreads.ForEach(nodes.Length, i => nodes[i] = new LabNode(spaces[i], traces.LinksOf(spaces[i]), i));
        var attempts = new List<LabAttempt>();
        foreach (var (from, to, isExpected) in PairsOf(nodes, expectations))
            Plan(lab, from, to, isExpected, attempts, onResult);
        if (attempts.Count == 0)
            return;
        using var mesh = new EchoMesh(Array.ConvertAll(nodes, node => ((NamespaceHandle?)node.Session.Handle, node.Families)), timeout);
        new LabRounds(mesh, new NeighborRoom(nodes), (attempt, result) => onResult(Describe(lab, attempt, result)), onNotice, onWarning).Run(attempts, cancellation);
    });

    private static IEnumerable<(LabNode From, LabNode To, bool IsExpected)> PairsOf(LabNode[] nodes, SnapshotList<LabExpectation> expectations)
    {
        if (expectations.Count == 0)
            return nodes.SelectMany(from => nodes.Where(to => to != from).Select(to => (from, to, true)));
        var byName = nodes.ToDictionary(node => node.Name);
        return expectations.Where(one => byName.ContainsKey(one.From) && byName.ContainsKey(one.To)).Select(one => (byName[one.From], byName[one.To], one.Reaches));
    }

    private static void Plan(string lab, LabNode from, LabNode to, bool isExpected, List<LabAttempt> attempts, Action<LabReachability> onResult)
    {
        var before = attempts.Count;
        foreach (var family in to.Families.Intersect(from.Families).Order())
            attempts.Add(new LabAttempt(from, to, isExpected, family, to.AddressFor(from, family)!));
        if (attempts.Count > before)
            return;
        var message = to.Families.Count == 0 ? $"{to.Name} has no address" : from.Families.Count == 0 ? $"{from.Name} has no address" : "no family of addresses in common";
        onResult(new LabReachability { Lab = lab, From = from.Name, To = to.Name, Status = EchoStatus.NoRoute, IsExpected = isExpected, Message = message });
    }

    private static LabReachability Describe(string lab, LabAttempt attempt, EchoResult result) => new()
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
