using System.Net.Sockets;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Forwarding;

/// <summary>
/// What the forward chains do with a bridge's packets, predicted: those that it bridges, as far as it passes them to iptables, and those that are routed
/// from it to the ways out and back. Of the packets nothing is known but their way and that they begin a connection, or answer.
/// </summary>
internal sealed class BridgePassage
{
    private readonly List<(string Way, HookDecision Now, HookDecision Accepted, bool IsBridged)> ways = [];
    private readonly ForwardPrediction prediction;

    /// <exception cref="NetworkException">NotPermitted; ChangedMeanwhile: the rules change all the time.</exception>
    internal BridgePassage(NamespaceSession session, string bridge)
    {
        prediction = ForwardPrediction.Read(session);
        foreach (var (family, setting, word) in new[] { (NfFamily.IPv4, "bridge-nf-call-iptables", "IPv4"), (NfFamily.IPv6, "bridge-nf-call-ip6tables", "IPv6") })
        {
            var bridged = new PacketDescription { Family = family, InInterface = bridge, OutInterface = bridge, State = FlowState.New };
            var own = prediction.OfBridge(bridged);
            Add($"{word} packets that {bridge} bridges", own, own, isBridged: false);
            if (session.Sysctls.Read($"bridge/{setting}") == "1")
                Add($"{word} packets that {bridge} bridges", prediction.Now(bridged), prediction.Accepted(bridged), isBridged: true);
            foreach (var name in WaysOut(session, bridge, family))
            {
                var there = bridged with { OutInterface = name, InBridgePort = "", OutBridgePort = "" };
                var back = there with { InInterface = name, OutInterface = bridge, State = FlowState.Established };
                Add($"{word} packets from {bridge} to {name}", prediction.Now(there), prediction.Accepted(there), isBridged: false);
                Add($"{word} packets from {name} to {bridge}", prediction.Now(back), prediction.Accepted(back), isBridged: false);
            }
        }
    }

    /// <summary>Whether iptables-nft's FORWARD chain drops any of them, or it cannot be told.</summary>
    internal bool NeedsAccept => ways.Exists(way => way.Now.Chains.Any(chain => IptablesForward.Is(chain.Chain) && chain.Fate != PacketFate.Accept));

    /// <summary>What another chain drops, and which; null: none surely does. Bridged packets may be kept from IP's chains altogether.</summary>
    internal (string What, string By, bool IsBridged)? Blocked(bool exceptBridged) => ways
        .Where(way => ForwardPrediction.IsLost(way.Accepted) && !(exceptBridged && way.IsBridged))
        .Select(way => ((string, string, bool)?)(way.Way, prediction.Describe(way.Accepted), way.IsBridged)).FirstOrDefault();

    /// <summary>What cannot be told, in words.</summary>
    internal IEnumerable<string> Doubts => ways.Where(way => way.Accepted.Fate == PacketFate.Unknown)
        .Select(way => $"It cannot be told whether {way.Way} pass: {prediction.Describe(way.Accepted)}.").Distinct();

    private void Add(string way, HookDecision now, HookDecision accepted, bool isBridged) => ways.Add((way, now, accepted, isBridged));

    /// <summary>The interfaces of default routes, or where there are none all that have an address; but for the bridge itself.</summary>
    private static List<string> WaysOut(NamespaceSession session, string bridge, NfFamily family) => KernelErrors.Explained(session.Name, () =>
    {
        var names = session.Links.List().ToDictionary(link => link.Index, link => link.Name);
        var addressFamily = family == NfFamily.IPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        var ways = session.Routes.List(addressFamily).Where(route => route is { Table: RouteMessage.MainTable, Destination.Length: 0 })
            .SelectMany(route => route.Hops).Select(hop => hop.InterfaceIndex).ToList();
        if (ways.Count == 0)
            ways = session.Addresses.List().Where(address => address.Address.Family == addressFamily && !address.Address.Address.IsIPv6LinkLocal).Select(address => address.InterfaceIndex).ToList();
        return ways.Select(index => names.GetValueOrDefault(index)).OfType<string>().Where(name => name != bridge && name != "lo").Distinct().ToList();
    });
}
