using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;

namespace VethLab.Linux.NfTables;

/// <summary>
/// All tables, chains, rules and sets of a namespace as they were at one moment: read again where somebody changed them meanwhile. Rules are
/// in the order in which they apply, chain by chain.
/// </summary>
public sealed record NfRuleset(
    IReadOnlyList<NfTable> Tables, IReadOnlyList<NfChain> Chains, IReadOnlyList<NfRule> Rules, IReadOnlyList<NfSetContents> Sets)
{
    private const int Attempts = 10;

    public static NfRuleset Empty { get; } = new([], [], [], []);

    /// <summary>Reads the whole of it.</summary>
    /// <exception cref="NetlinkException">EPERM: not permitted; EINVAL: no nf_tables; EAGAIN: it changes all the time.</exception>
    public static NfRuleset Read(NfTablesClient client)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var generation = client.GetGeneration();
            var tables = client.GetTables();
            var ruleset = new NfRuleset(
                tables, client.GetChains(), [.. tables.SelectMany(table => client.GetRules(table.Family, table.Name))],
                [.. tables.SelectMany(table => client.GetSets(table.Family, table.Name)).Select(set => new NfSetContents(set, client.GetElements(set.Family, set.Table, set.Name)))]);
            if (client.GetGeneration() == generation)
                return ruleset;
        }
        throw new NetlinkException("read the ruleset", Errno.EAGAIN, $"it was changed {Attempts} times meanwhile", sequence: 0);
    }

    /// <summary>The rules of a chain, in order.</summary>
    public IEnumerable<NfRule> RulesOf(NfChain chain) =>
        Rules.Where(rule => rule.Family == chain.Family && rule.Table == chain.Table && rule.Chain == chain.Name);

    /// <summary>The table of a chain; null: it is gone.</summary>
    public NfTable? TableOf(NfChain chain) => Tables.FirstOrDefault(table => table.Family == chain.Family && table.Name == chain.Table);

    /// <summary>A chain of a table; null: there is none.</summary>
    public NfChain? Chain(NfFamily family, string table, string name) =>
        Chains.FirstOrDefault(chain => chain.Family == family && chain.Table == table && chain.Name == name);

    /// <summary>A set of a table; null: there is none.</summary>
    public NfSetContents? Set(NfFamily family, string table, string name) =>
        Sets.FirstOrDefault(contents => contents.Set.Family == family && contents.Set.Table == table && contents.Set.Name == name);

    /// <summary>
    /// The base chains that a packet of a family meets at a hook, in order: of ip, ip6 and inet tables those that see the family. Tables that sleep
    /// have none.
    /// </summary>
    /// <param name="packets">IPv4, IPv6, Arp, Bridge or Netdev.</param>
    /// <param name="hook">Where.</param>
    public IReadOnlyList<NfChain> At(NfFamily packets, NfHook hook) => InOrder(Chains.Where(
        chain => chain.Hook == hook && Sees(chain.Family, packets, hook) && TableOf(chain)?.Flags.HasFlag(NfTableFlags.Dormant) != true));

    /// <summary>
    /// Base chains of one hook in the order in which they are called. A chain of type nat is called in its turn among those of its type, at the place
    /// that NAT has at the hook, whatever its own priority. Of equal priorities the kernel calls the one last that was registered first
    /// (nf_hook_entries_grow in net/netfilter/core.c); between tables that is told by their numbers, which is wrong where a chain was added
    /// to an older table.
    /// </summary>
    public IReadOnlyList<NfChain> InOrder(IEnumerable<NfChain> chains) => [.. chains
        .OrderBy(PlaceOf).ThenBy(chain => chain.Priority)
        .ThenByDescending(chain => TableOf(chain)?.Handle).ThenByDescending(chain => chain.Handle)];

    private static bool Sees(NfFamily table, NfFamily packets, NfHook hook) =>
        table == packets || (table == NfFamily.Inet && (hook == NfHook.Ingress ? packets == NfFamily.Netdev : packets is NfFamily.IPv4 or NfFamily.IPv6));

    /// <summary>NF_IP_PRI_NAT_DST at prerouting and output, NF_IP_PRI_NAT_SRC at input and postrouting (netfilter_ipv4.h); the bridge's differ.</summary>
    private static int? PlaceOf(NfChain chain) => (chain.Type, chain.Family, chain.Hook) switch
    {
        ("nat", NfFamily.Bridge, _) => chain.Priority,
        ("nat", _, NfHook.Prerouting or NfHook.Output) => -100,
        ("nat", _, _) => 100,
        _ => chain.Priority,
    };
}
