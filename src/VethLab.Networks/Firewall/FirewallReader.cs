using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.NfTables.Words;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Firewall;

/// <summary>Reads the chains of a namespace, of all tables.</summary>
public static class FirewallReader
{
    private static readonly NfFamily[][] FamiliesInOrder = [[NfFamily.Netdev], [NfFamily.Bridge], [NfFamily.Arp], [NfFamily.Inet, NfFamily.IPv4, NfFamily.IPv6]];

    private static readonly NfHook[] HooksInOrder =
        [NfHook.Ingress, NfHook.Prerouting, NfHook.Input, NfHook.Forward, NfHook.Output, NfHook.Postrouting, NfHook.Egress, NfHook.Other];

    /// <summary>
    /// The base chains, hook by hook and in the order in which packets meet them, each with the chains after it that its rules lead to and that have
    /// not been named before; then the chains that nothing leads to. None where the kernel has no nf_tables.
    /// </summary>
    /// <exception cref="NetworkException">NotPermitted; ChangedMeanwhile: the rules change all the time.</exception>
    public static IReadOnlyList<NetFirewallChain> List(NamespaceSession session) => KernelErrors.Explained(session.Name, () =>
    {
        if (!session.HasNfTables)
            return [];
        var ruleset = NfRuleset.Read(session.NfTables);
        var listed = new List<NfChain>();
        foreach (var families in FamiliesInOrder)
        {
            foreach (var hook in HooksInOrder)
            {
                foreach (var chain in ruleset.InOrder(ruleset.Chains.Where(chain => chain.Hook == hook && families.Contains(chain.Family))))
                    AddWithThoseItLeadsTo(ruleset, chain, listed);
            }
        }
        listed.AddRange(ruleset.Chains.Where(chain => !listed.Contains(chain)));
        return (IReadOnlyList<NetFirewallChain>)listed.ConvertAll(chain => Read(session, ruleset, chain));
    });

    /// <summary>The same, with the chains of legacy iptables among them, and the names of its tables that could not be read.</summary>
    /// <exception cref="NetworkException">NotPermitted; ChangedMeanwhile: the rules change all the time.</exception>
    public static (IReadOnlyList<NetFirewallChain> Chains, IReadOnlyList<string> Unread) ListWithLegacy(NamespaceSession session)
    {
        var (tables, unread) = KernelErrors.Explained(session.Name, () => LegacyFirewall.Read(session));
        var legacy = tables.SelectMany(table =>
        {
            var ruleset = NfRuleset.Empty with { Chains = table.Chains, Rules = table.Rules };
            return table.Chains.Select(chain => Read(session, ruleset, chain) with { Owner = LegacyFirewall.Owner });
        });
        return (LegacyFirewall.Merge(List(session), legacy), unread);
    }

    /// <summary>The rules of a chain, in order, as they were when it was read.</summary>
    public static IReadOnlyList<NetFirewallRule> RulesOf(NetFirewallChain chain) => chain.Rules;

    private static void AddWithThoseItLeadsTo(NfRuleset ruleset, NfChain chain, List<NfChain> listed)
    {
        if (listed.Contains(chain))
            return;
        listed.Add(chain);
        foreach (var name in ruleset.RulesOf(chain).SelectMany(rule => TargetsOf(ruleset, rule)))
        {
            if (ruleset.Chain(chain.Family, chain.Table, name) is { IsBase: false } next)
                AddWithThoseItLeadsTo(ruleset, next, listed);
        }
    }

    private static IEnumerable<string> TargetsOf(NfRuleset ruleset, NfRule rule) => rule.Expressions.SelectMany(expression => expression switch
    {
        VerdictExpression { Chain: { } chain } => [chain],
        LookupExpression { DestinationRegister: 0 } lookup => ruleset.Set(rule.Family, rule.Table, lookup.Set)?.Elements.Select(element => element.Verdict?.Chain).OfType<string>() ?? [],
        _ => Enumerable.Empty<string>(),
    });

    private static NetFirewallChain Read(NamespaceSession session, NfRuleset ruleset, NfChain chain)
    {
        var table = ruleset.TableOf(chain);
        var rules = ruleset.RulesOf(chain).Select(rule => Read(session, ruleset, rule)).ToSnapshotList();
        return new NetFirewallChain
        {
            Family = chain.Family.NftName(),
            Table = chain.Table,
            Chain = chain.Name,
            Type = chain.Type,
            Hook = chain.Hook?.NftName(),
            Priority = chain.Priority,
            PriorityName = chain is { Hook: { } hook, Priority: { } priority } ? PriorityName.Of(chain.Family, hook, priority) : null,
            Policy = chain.IsBase ? (chain.Policy ?? NfVerdict.Accept).NftName() : null,
            Device = chain.Device,
            RuleCount = rules.Count,
            Owner = table is null ? TableOwner.Unknown : TableOwner.Of(table, [.. ruleset.Chains.Where(other => other.Family == chain.Family && other.Table == chain.Table)]),
            IsDormant = table?.Flags.HasFlag(NfTableFlags.Dormant) == true,
            Rules = rules,
            Namespace = session.Name,
            NamespaceId = session.Identity,
        };
    }

    private static NetFirewallRule Read(NamespaceSession session, NfRuleset ruleset, NfRule rule)
    {
        var (text, unknown) = RuleWords.Of(ruleset, rule);
        var counter = rule.Expressions.OfType<CounterExpression>().FirstOrDefault();
        return new NetFirewallRule
        {
            Family = rule.Family.NftName(),
            Table = rule.Table,
            Chain = rule.Chain,
            Handle = rule.Handle,
            Text = text,
            Packets = counter?.Packets,
            Bytes = counter?.Bytes,
            Comment = rule.Comment,
            Unknown = unknown.ToSnapshotList(),
            Namespace = session.Name,
            NamespaceId = session.Identity,
        };
    }
}
