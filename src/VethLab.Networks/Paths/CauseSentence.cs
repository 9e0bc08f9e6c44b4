namespace VethLab.Networks.Paths;

/// <summary>Says a cause in one plain sentence that names the place.</summary>
internal static class CauseSentence
{
    /// <param name="cause">The cause.</param>
    /// <param name="hop">Where; null: there is no such place.</param>
    internal static string Of(PathCause cause, PathHop? hop)
    {
        var place = hop?.Namespace is { } space ? $" in namespace {space}" : string.Empty;
        var link = Named(hop, "An interface", "The interface", PathHopKind.Interface, PathHopKind.Veth, PathHopKind.BridgePort, PathHopKind.Bridge);
        var chain = Named(hop, "a chain", "the chain", PathHopKind.Chain);
        return cause switch
        {
            PathCause.LinkDown => $"{link}{place} is down.",
            PathCause.NoCarrier => $"{link}{place} has no carrier.",
            PathCause.LoopbackDown => $"The loopback interface{place} is down.",
            PathCause.PortNotInBridge => $"{link}{place} is no port of the bridge that it belongs to.",
            PathCause.StpNotForwarding => $"{Named(hop, "A bridge port", "The bridge port", PathHopKind.BridgePort)}{place} does not forward.",
            PathCause.NoAddress => $"An interface{place} has no address of this family.",
            PathCause.WrongPrefixLength => $"The prefix length of an address{place} mixes up neighbours and strangers.",
            PathCause.NoRoute => $"There is no route to the destination{place}.",
            PathCause.NoDefaultRoute => $"There is no default route{place}.",
            PathCause.WrongGateway => $"The gateway{place} is an address that leads nowhere.",
            PathCause.NeighborNotAnswering => $"{Named(hop, "The next hop", "The neighbour", PathHopKind.Neighbor)} does not answer{place}.",
            PathCause.DuplicateAddress => $"Two interfaces in one network have the same address{(hop?.Kind == PathHopKind.Neighbor ? $", as seen{place}" : place)}.",
            PathCause.DuplicateMac => $"Two interfaces in one network have the same MAC address{(hop?.Kind == PathHopKind.Neighbor ? $", as seen{place}" : place)}.",
            PathCause.ForwardingOff => $"Forwarding is off{place}.",
            PathCause.InterfaceForwardingOff => $"Forwarding is off for the interface by which packets come in{place}.",
            PathCause.ChainPolicyDrop => $"The policy of {chain}{place} drops the packets.",
            PathCause.RuleDrop => $"A rule of {chain}{place} drops the packets.",
            PathCause.RuleReject => $"A rule of {chain}{place} rejects the packets.",
            PathCause.NoMasquerade => $"Nothing masquerades the private source address{place}.",
            PathCause.MasqueradeForOther => $"There is masquerading{place}, but not for these packets.",
            PathCause.MasqueradeSameSubnet => $"Traffic within the subnet is masqueraded{place}.",
            PathCause.ReversePathFilter => $"Strict reverse path filtering{place} drops the packets.",
            PathCause.MtuTooSmall => $"The packets may not be fragmented, and are too big for {Named(hop, "a link", "the interface", PathHopKind.Interface, PathHopKind.Veth, PathHopKind.BridgePort)}{place}.",
            PathCause.NoReturnRoute => $"There is no route back to the source{place}.",
            PathCause.PortClosed => $"The destination is reached, but nothing listens on the port{place}.",
            PathCause.EchoIgnored => $"The destination is reached, but does not answer echo requests{place}.",
            PathCause.BlackholeRoute => $"A route{place} discards the packets.",
            PathCause.LegacyIptables => $"Tables of legacy iptables{place} may drop the packets, and cannot be judged.",
            PathCause.None => "The path works.",
            _ => "The evidence does not say why.",
        };
    }

    /// <summary>The name of a hop where it is of a kind that the sentence is about.</summary>
    private static string Named(PathHop? hop, string nameless, string named, params PathHopKind[] kinds) =>
        hop is not null && kinds.Contains(hop.Kind) ? $"{named} {hop.Name}" : nameless;
}
