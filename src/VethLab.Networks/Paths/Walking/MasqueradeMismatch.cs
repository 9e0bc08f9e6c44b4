using System.Net;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Words;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Says why a rule that translates does not do so with a packet.</summary>
internal static class MasqueradeMismatch
{
    internal static string Of(PathSpace space, NfRule rule, string outInterface, IPAddress source, IPAddress destination)
    {
        var why = MatchReader.Read(rule).Matches.Select(match => match switch
        {
            NetworkMatch { End: PacketEnd.Source } network when Lies(network, source) == network.Negated => $"{source} {(network.Negated ? "is" : "is not")} in {network.Network}/{network.PrefixLength}",
            NetworkMatch { End: PacketEnd.Destination } network when Lies(network, destination) == network.Negated => $"{destination} {(network.Negated ? "is" : "is not")} in {network.Network}/{network.PrefixLength}",
            InterfaceMatch { Way: PacketWay.Out } link when !link.Admits(outInterface) => $"the packet leaves by {outInterface}",
            _ => null,
        }).FirstOrDefault(text => text is not null);
        return $"rule {rule.Handle} of {rule.Family.NftName()} {rule.Table} {rule.Chain}, \"{RuleWords.Of(space.Ruleset, rule).Text}\", is for others{(why is null ? "" : $": {why}")}";
    }

    private static bool Lies(NetworkMatch network, IPAddress address) => new Linux.Route.IPPrefix(network.Network, network.PrefixLength).Contains(address);
}
