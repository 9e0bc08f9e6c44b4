using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Packets;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Reachability;

namespace VethLab.Networks.Forwarding;

/// <summary>
/// Sends an echo request through a namespace that forwards, from one namespace behind it to another. Only pairs of veths lead there, so that
/// no packet leaves the machine.
/// </summary>
public static class ForwardingProbe
{
    /// <summary>How long an answer may take; the first packet has to ask for its neighbours.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    /// <summary>An end in a namespace behind it, and the interface here that leads there: the bridge, where the other end is a port.</summary>
    private sealed record End(VethPair Pair, IPPrefix Address, string Way);

    /// <summary>Probes each kind of way once: within the bridge, or between two interfaces. Empty where there is nothing to probe with.</summary>
    /// <param name="session">The namespace that forwards.</param>
    /// <param name="bridge">The bridge that is meant; null: any two interfaces.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="NetworkException">NotPermitted.</exception>
    public static IReadOnlyList<ForwardingProof> Run(NamespaceSession session, string? bridge, CancellationToken cancellation)
    {
        var ends = Ends(session, cancellation);
        var proofs = new List<ForwardingProof>();
        var within = bridge is null ? null : ends.Where(end => end.Way == bridge).GroupBy(end => end.Address.Network).Select(group => group.DistinctBy(end => end.Pair.PeerNamespaceId).ToList()).FirstOrDefault(group => group.Count > 1);
        if (within is [var one, var other, ..])
            proofs.Add(Send(one, other, isRouted: false, cancellation));
        var between = ends.Where(end => bridge is null || end.Way == bridge).SelectMany(from => ends.Where(to => to.Way != from.Way && to.Pair.PeerNamespaceId != from.Pair.PeerNamespaceId
            && to.Address.Family == from.Address.Family).Select(to => (From: from, To: to))).FirstOrDefault(pair => HasWay(pair.From, pair.To) && HasWay(pair.To, pair.From));
        if (between.From is not null)
            proofs.Add(Send(between.From, between.To, isRouted: true, cancellation));
        return proofs;
    }

    private static List<End> Ends(NamespaceSession session, CancellationToken cancellation) =>
    [
        .. VethReader.List(session, cancellation).Where(pair => pair is { Peer: { IsUp: true, HasCarrier: true }, Interface.IsUp: true } && pair.PeerNamespaceId != pair.NamespaceId)
            .SelectMany(pair => pair.Peer!.IPAddress.Select(text => IPPrefix.TryParse(text, out var address) ? address : null).OfType<IPPrefix>()
                .Where(address => address.Family == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address.Address))
                .Select(address => new End(pair, address, pair.Interface.Bridge ?? pair.Name))),
    ];

    /// <summary>Whether one end's namespace has a route to the other's address that leaves by that end.</summary>
    private static bool HasWay(End from, End to)
    {
        using var there = NamespaceLocator.Open(from.Pair.PeerNamespaceId, from.Pair.PeerNamespace);
        return KernelErrors.Explained(there.Name, () => there.Routes.Lookup(new RouteQuery(to.Address.Address))) is { Way: { } way } && way.InterfaceIndex == from.Pair.Peer!.Index;
    }

    private static ForwardingProof Send(End from, End to, bool isRouted, CancellationToken cancellation)
    {
        using var there = NamespaceLocator.Open(from.Pair.PeerNamespaceId, from.Pair.PeerNamespace);
        PingResult? answer = null;
        Ping.Run(there, [to.Address.Address], new EchoOptions { Count = 2, Interval = TimeSpan.FromSeconds(0.2), Timeout = Patience, Source = from.Address.Address }, result => answer = answer is { IsSuccess: true } ? answer : result, cancellation);
        return new ForwardingProof(
            isRouted, from.Pair.PeerNamespace ?? from.Pair.PeerNamespaceId.ToString(), $"{from.Address.Address}", $"{to.Address.Address}", answer is { IsSuccess: true }, answer?.Message ?? "no answer");
    }
}
