using System.Net;
using VethLab.Linux.NfTables.Evaluation;

namespace VethLab.Networks.Paths.Walking;

/// <summary>What connection tracking of the namespaces remembers of the flow: who has seen it, and how it was translated there.</summary>
internal sealed class FlowTranslations
{
    private readonly Dictionary<PathSpace, (PacketDescription Before, PacketDescription After)> flows = [];

    /// <summary>Notes a packet as it comes in, and again as it goes on.</summary>
    internal void See(PathSpace space, PacketDescription before, PacketDescription after) =>
        flows[space] = flows.TryGetValue(space, out var known) ? (known.Before, after) : (before, after);

    internal bool HasSeen(PathSpace space) => flows.ContainsKey(space);

    /// <summary>Whether the namespace translates the flow.</summary>
    internal bool Translates(PathSpace space) => flows.TryGetValue(space, out var flow)
        && (!Same(flow.Before.Source, flow.After.Source) || !Same(flow.Before.Destination, flow.After.Destination) || flow.Before.DestinationPort != flow.After.DestinationPort);

    /// <summary>An answer's destination as it is before routing: whom the flow came from.</summary>
    internal PacketDescription UndoDestination(PathSpace space, PacketDescription answer) =>
        IsAnswer(space, answer, out var flow) ? answer with { Destination = flow.Before.Source, DestinationPort = flow.Before.SourcePort } : answer;

    /// <summary>An answer's source as it leaves: whom the flow was meant for.</summary>
    internal PacketDescription UndoSource(PathSpace space, PacketDescription answer) =>
        flows.TryGetValue(space, out var flow) && Same(flow.After.Destination, answer.Source)
            ? answer with { Source = flow.Before.Destination, SourcePort = flow.Before.DestinationPort }
            : answer;

    private bool IsAnswer(PathSpace space, PacketDescription answer, out (PacketDescription Before, PacketDescription After) flow) =>
        flows.TryGetValue(space, out flow) && Same(flow.After.Source, answer.Destination) && Same(flow.After.Destination, answer.Source);

    private static bool Same(IPAddress? one, IPAddress? other) => Equals(one, other);
}
