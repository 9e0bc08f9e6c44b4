using System.Net;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Firewall;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Records;

namespace VethLab.Networks.Nat.Ports;

/// <summary>Finds who has the port that a mapping wants: another mapping, of VethLab or of others.</summary>
internal static class PortMappingConflicts
{
    /// <exception cref="NetworkException">PortMappingExists.</exception>
    internal static void Check(NamespaceSession session, PortMappingDescription wished, IEnumerable<PortMappingDescription> present)
    {
        if (present.FirstOrDefault(wished.Overlaps) is { } own)
        {
            throw new NetworkException(
                NetworkError.PortMappingExists,
                $"{wished.Name} of {session.Description} is taken: {own.Name} leads to {own.Target}{(own.DestinationNamespace is { } space ? $" of namespace {space}" : "")}.",
                wished.Name,
                $"Choose another port, or end that one first: Get-NetPortMapping {own.Ports} | Remove-NetPortMapping.");
        }
        if (OfOthers(session, wished) is { } chain)
        {
            throw new NetworkException(
                NetworkError.PortMappingExists, $"{wished.Name} of {session.Description} is taken: {chain} translates it already.", wished.Name,
                "Choose another port, or end that mapping with the program that made it.");
        }
    }

    /// <summary>The chain of others that surely translates the destination of a packet to the port; null: none.</summary>
    private static string? OfOthers(NamespaceSession session, PortMappingDescription wished) => KernelErrors.Explained(session.Name, () =>
    {
        var ruleset = NfRuleset.Read(session.NfTables);
        var table = new LabTable(session, family: wished.Family);
        ruleset = ruleset with { Chains = [.. ruleset.Chains.Where(chain => chain.Family != table.Family || chain.Table != table.Name)] };
        if (!ruleset.Chains.Any(chain => chain.Type == "nat" && chain.Hook == NfHook.Prerouting))
            return null;
        foreach (var (address, name) in Ends(session, wished))
        {
            var decision = RulesetEvaluator.Evaluate(ruleset, wished.Family, NfHook.Prerouting, new PacketDescription
            {
                Family = wished.Family, InInterface = name, Destination = address, DestinationKind = RouteType.Local, Protocol = (byte)wished.Protocol,
                DestinationPort = wished.Ports.First, State = FlowState.New, InBridgePort = "",
            });
            if (decision.Chains.FirstOrDefault(chain => chain.Translation is { End: PacketEnd.Destination }) is { } found && ruleset.TableOf(found.Chain) is { } owned)
            {
                var owner = TableOwner.Of(owned, [.. ruleset.Chains.Where(chain => chain.Family == owned.Family && chain.Table == owned.Name)]);
                return $"the chain {found.Chain.Family.NftName()} {found.Chain.Table} {found.Rule?.Chain ?? found.Chain.Name} ({owner})";
            }
        }
        return null;
    });

    /// <summary>Addresses that packets may go to, and the interfaces that they come in by.</summary>
    private static IEnumerable<(IPAddress Address, string Interface)> Ends(NamespaceSession session, PortMappingDescription wished)
    {
        var names = session.Links.List().ToDictionary(link => link.Index, link => link.Name);
        return session.Addresses.List().Where(address => address.Address.Family == wished.Destination.AddressFamily)
            .Where(address => wished.ListenAddress is not { } only || only.Equals(address.Address.Address))
            .Select(address => (address.Address.Address, names.GetValueOrDefault(address.InterfaceIndex, ""))).Where(end => wished.InInterface is not { } only || only == end.Item2);
    }
}
