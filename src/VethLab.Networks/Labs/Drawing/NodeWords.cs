using VethLab.Networks.Interfaces;

namespace VethLab.Networks.Labs.Drawing;

/// <summary>The words that drawings say of nodes and links.</summary>
internal static class NodeWords
{
    /// <summary>What a node is; empty for a namespace, which needs no word.</summary>
    internal static string Kind(TopologyKind kind) => kind switch
    {
        TopologyKind.Bridge => "bridge",
        TopologyKind.Router => "router",
        TopologyKind.Place => "lab",
        TopologyKind.Here => "host",
        _ => string.Empty,
    };

    /// <summary>How an interface is; empty where it is up and works.</summary>
    internal static string Condition(LinkCondition condition) => condition switch
    {
        LinkCondition.Down => "down",
        LinkCondition.NoCarrier => "no carrier",
        _ => string.Empty,
    };

    /// <summary>How an interface is; a bridge is without a carrier when none of its ports has one.</summary>
    internal static LinkCondition ConditionOf(NetInterface one) =>
        !one.IsUp ? LinkCondition.Down : one.HasCarrier ? LinkCondition.Up : LinkCondition.NoCarrier;

    /// <summary>The addresses that say something: link-local ones everybody has.</summary>
    internal static IEnumerable<string> Addresses(NetInterface one) =>
        one.IPAddress.Where(address => !address.StartsWith("fe80:", StringComparison.Ordinal) && !(one.Kind == "loopback" && (address.StartsWith("127.", StringComparison.Ordinal) || address == "::1/128")));
}
