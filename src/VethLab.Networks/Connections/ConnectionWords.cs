using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Conntrack;

namespace VethLab.Networks.Connections;

/// <summary>What flows are called.</summary>
internal static class ConnectionWords
{
    private static readonly string[] TcpStates =
        ["NONE", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE", "SYN_SENT2"];

    internal static string Protocol(byte number) => number switch
    {
        1 => "icmp", 2 => "igmp", 6 => "tcp", 17 => "udp", 33 => "dccp", 41 => "ipv6", 47 => "gre", 50 => "esp", 51 => "ah", 58 => "ipv6-icmp", 132 => "sctp", 136 => "udplite",
        _ => $"{number}",
    };

    internal static string Name(FlowTuple tuple) =>
        $"{Protocol(tuple.Protocol)} {End(tuple.Source, tuple.SourcePort)} -> {End(tuple.Destination, tuple.DestinationPort)}{(tuple.IcmpId is { } id ? $" id {id}" : "")}";

    internal static string State(TrackedFlow flow) => flow.TcpState is { } state && state < TcpStates.Length
        ? TcpStates[state]
        : flow.Status.HasFlag(FlowStatus.SeenReply) ? "REPLIED" : "UNREPLIED";

    /// <summary>Where the answers' ends are not the beginner's own, the flow is translated.</summary>
    internal static string? Translation(TrackedFlow flow)
    {
        var (there, back) = (flow.Original, flow.Reply);
        var parts = new List<string>();
        if (!there.Source.Equals(back.Destination) || there.SourcePort != back.DestinationPort)
            parts.Add($"source {Change(there.Source, there.SourcePort, back.Destination, back.DestinationPort)}");
        if (!there.Destination.Equals(back.Source) || there.DestinationPort != back.SourcePort)
            parts.Add($"destination {Change(there.Destination, there.DestinationPort, back.Source, back.SourcePort)}");
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    /// <summary>Ports are named where they change.</summary>
    private static string Change(IPAddress from, ushort? fromPort, IPAddress to, ushort? toPort) => fromPort == toPort
        ? $"{from} -> {to}"
        : $"{End(from, fromPort)} -> {End(to, toPort)}";

    private static string End(IPAddress address, ushort? port) => port is { } number
        ? address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]:{number}" : $"{address}:{number}"
        : $"{address}";
}
