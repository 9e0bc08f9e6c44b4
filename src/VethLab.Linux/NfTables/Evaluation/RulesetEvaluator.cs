namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>
/// Says what a ruleset does with a packet, without guessing: as the kernel would (nft_do_chain, nf_hook_slow, nf_nat_inet_fn), or Unknown at the
/// first rule whose outcome depends on what is not known of the packet or not understood of the rule.
/// </summary>
public static class RulesetEvaluator
{
    /// <summary>NF_IP_PRI_CONNTRACK (netfilter_ipv4.h): at prerouting and output, chains before it meet packets without a flow.</summary>
    private const int ConntrackPriority = -200;

    /// <summary>All base chains of a hook, in order.</summary>
    /// <param name="ruleset">The rules.</param>
    /// <param name="packets">
    /// Whose hook it is: IPv4 or IPv6, also for a bridged packet that a bridge passes to iptables; Bridge for the bridge's own; Arp; Netdev.
    /// </param>
    /// <param name="hook">The hook.</param>
    /// <param name="packet">What is known of the packet there.</param>
    public static HookDecision Evaluate(NfRuleset ruleset, NfFamily packets, NfHook hook, PacketDescription packet)
    {
        packet = AtHook(packet, hook);
        var decisions = new List<ChainDecision>();
        ChainDecision? unknown = null;
        var isTranslated = false;
        foreach (var chain in ruleset.At(packets, hook))
        {
            if (chain.Device is { } devices && packets == NfFamily.Netdev && !OnDevice(devices, hook == NfHook.Ingress ? packet.InInterface : packet.OutInterface))
                continue;
            var state = new PacketState(packets, packet) { IsBeforeTracking = IsBeforeTracking(chain) };
            ChainDecision decision;
            if (chain.Type == "nat" && NatSees(ruleset, chain, state, isTranslated) is var sees and not true)
                decision = sees == false ? new ChainDecision(chain, PacketFate.Accept, null) : new ChainDecision(chain, PacketFate.Unknown, null, "it is not known whether the packet begins a flow");
            else
                decision = new ChainWalk(ruleset, state).Through(chain);
            decisions.Add(decision);
            packet = state.Packet;
            isTranslated |= decision.Translation is not null;
            if (decision.Fate is PacketFate.Accept)
                continue;
            if (decision.Fate is not PacketFate.Unknown)
                return new HookDecision(decision.Fate, decision, decisions.AsReadOnly(), packet);
            // A drop that follows is final whatever happens here; what the packet is like by then is less certain.
            unknown ??= decision;
            packet = Doubtful(packet, chain);
        }
        return new HookDecision(unknown?.Fate ?? PacketFate.Accept, unknown, decisions.AsReadOnly(), packet);
    }

    private static bool OnDevice(string devices, string? device) => device is null || devices.Split(", ").Contains(device);

    /// <summary>What a packet cannot have at a hook is not unknown.</summary>
    private static PacketDescription AtHook(PacketDescription packet, NfHook hook) => hook switch
    {
        NfHook.Prerouting or NfHook.Input or NfHook.Ingress => packet with { OutInterface = packet.OutInterface ?? "", OutInterfaceIndex = packet.OutInterfaceIndex ?? (packet.OutInterface is null or "" ? 0 : null) },
        NfHook.Output => packet with { InInterface = packet.InInterface ?? "", InInterfaceIndex = packet.InInterfaceIndex ?? (packet.InInterface is null or "" ? 0 : null) },
        _ => packet,
    };

    /// <summary>Whether a chain meets packets before connection tracking does; null where that is not known.</summary>
    private static bool? IsBeforeTracking(NfChain chain) => (chain.Family, chain.Hook) switch
    {
        (NfFamily.Arp, _) or (_, NfHook.Ingress) => true,
        // A bridge has connection tracking of its own, or borrows IP's, or none.
        (NfFamily.Bridge or NfFamily.Netdev, _) => null,
        (_, NfHook.Prerouting or NfHook.Output) when chain.Type != "nat" =>
            chain.Priority < ConntrackPriority ? true : chain.Priority > ConntrackPriority ? false : null,
        _ => false,
    };

    /// <summary>NAT rules see the first packet of a flow, until one of them has translated it.</summary>
    private static bool? NatSees(NfRuleset ruleset, NfChain chain, PacketState state, bool isTranslated)
    {
        if (isTranslated || !ruleset.RulesOf(chain).Any() && chain.Policy != NfVerdict.Drop)
            return false;
        return state.Packet.State switch
        {
            FlowState.New => true,
            FlowState.Related or null => null,
            _ => false,
        };
    }

    private static PacketDescription Doubtful(PacketDescription packet, NfChain chain)
    {
        packet = packet with { Mark = null, FlowMark = null, State = packet.State is null || chain.Hook is NfHook.Prerouting or NfHook.Output ? null : packet.State };
        return chain.Type != "nat" ? packet : packet with
        {
            Source = null, Destination = null, SourcePort = null, DestinationPort = null, SourceKind = null, DestinationKind = null,
        };
    }
}
