using VethLab.Linux.Interop;
using VethLab.Linux.NfTables;
using VethLab.Linux.Packets;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Paths;

/// <summary>Traces a probe through the rules of all namespaces of its path, from its making on. Dispose takes the rules that do it away.</summary>
internal sealed class PathTrace : IDisposable
{
    private readonly List<(NamespaceSession Session, NfFlowTrace Trace)> traces = [];
    private readonly List<string> limits = [];

    /// <param name="sessions">The namespaces, in the order in which the probe comes to them.</param>
    /// <param name="flow">What is traced.</param>
    internal PathTrace(IEnumerable<NamespaceSession> sessions, ProbeFlow flow)
    {
        try
        {
            foreach (var session in sessions)
                Add(session, flow);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where rules could not be traced, and why.</summary>
    internal IReadOnlyList<string> Limits => limits;

    /// <summary>Whether any namespace has rules that could do something to a packet.</summary>
    internal static bool IsWorthwhile(IEnumerable<NamespaceSession> sessions) => sessions.Any(HasRules);

    /// <summary>
    /// What was told so far: of the probe, then of its answer. Nobody tells when; so namespaces are in the order of the path, and of it the other way
    /// for the answer.
    /// </summary>
    internal IReadOnlyList<PathTraceStep> Steps(ProbeRecognition recognition)
    {
        var all = traces.ConvertAll(one => KernelErrors.Explained(one.Session.Name, () => StepsOf(one.Session, one.Trace, recognition)));
        limits.AddRange(traces.Where(one => one.Trace.HasLost).Select(one => $"not all that the rules of {one.Session.Description} did was told: there was too much of it"));
        // A probe that was sent twice went through the same rules twice.
        return [.. all.SelectMany(steps => steps).Where(step => !step.IsReply).Concat(Enumerable.Reverse(all).SelectMany(steps => steps).Where(step => step.IsReply)).Distinct()];
    }

    public void Dispose()
    {
        foreach (var (_, trace) in traces)
            trace.Dispose();
        traces.Clear();
    }

    private static List<PathTraceStep> StepsOf(NamespaceSession session, NfFlowTrace trace, ProbeRecognition recognition)
    {
        var steps = new List<PathTraceStep>();
        var roles = new Dictionary<uint, ProbeRole>();
        foreach (var message in trace.Read())
        {
            // As it is marked it is as it came in; further on it may have been translated. A copy, as bridges make them, has a number of its own.
            if (message.NetworkHeader.Length > 0 && (trace.IsOwn(message) || !roles.ContainsKey(message.PacketId)))
                roles[message.PacketId] = recognition.RoleOf(message.NetworkHeader, message.TransportHeader);
            if (trace.IsOwn(message))
                continue;
            // That a chain has come to its end, before its policy or back to where it was called, decides nothing.
            if (message is { Type: not NfTraceType.Policy, RuleHandle: null })
                continue;
            if (roles.TryGetValue(message.PacketId, out var role) && role is ProbeRole.Request or ProbeRole.Reply)
                steps.Add(new PathTraceStep(session.Name, message.Family.NftName(), message.Table, message.Chain, message.RuleHandle, VerdictOf(message), role == ProbeRole.Reply));
        }
        return steps;
    }

    private static string VerdictOf(NfTraceMessage message) => message.Target is null ? message.Verdict.NftName() : $"{message.Verdict.NftName()} {message.Target}";

    private static bool HasRules(NamespaceSession session)
    {
        try
        {
            return session.NfTables.GetChains().Any(chain => chain.IsBase);
        }
        catch (LinuxException)
        {
            // No nf_tables, or not permitted to look: there is nothing to trace.
            return false;
        }
    }

    private void Add(NamespaceSession session, ProbeFlow flow)
    {
        try
        {
            traces.Add((session, new NfFlowTrace(session.There, flow)));
        }
        catch (LinuxException refused)
        {
            limits.Add($"the rules of {session.Description} were not traced: {refused.Message}");
        }
    }
}
