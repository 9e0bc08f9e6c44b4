using VethLab.Linux.NfTables;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.Firewall;

/// <summary>
/// The nf_tables table "inet vethlab-LAB" in a namespace of a lab: its firewall. Each rule's comment is what it was written as. The table goes with the
/// namespace.
/// </summary>
internal static class FirewallTable
{
    private const string FilterType = "filter";

    /// <summary>NF_IP_PRI_FILTER.</summary>
    private const int Priority = 0;

    /// <summary>Makes it, in one go: packets see all of it or nothing. One that is there is replaced.</summary>
    /// <exception cref="NetworkException">NotPermitted; FeatureMissing: the kernel has no nf_tables.</exception>
    internal static void Write(NamespaceSession session, string table, FirewallChains firewall) => KernelErrors.Explained(
        session.Name,
        () =>
        {
            // Adding first makes the deletion possible whether there is one or not.
            var batch = new NfBatch().AddTable(FirewallChains.Family, table).DeleteTable(FirewallChains.Family, table);
            if (firewall.Chains.Count > 0)
                batch.AddTable(FirewallChains.Family, table);
            foreach (var (hook, policy) in firewall.Chains)
                batch.AddChain(FirewallChains.Family, table, hook.NftName(), new NfBaseChain(FilterType, hook, Priority, VerdictOf(policy)));
            foreach (var line in firewall.Lines)
                batch.AddRule(FirewallChains.Family, table, line.Hook.NftName(), line.Expressions, line.Comment);
            session.NfTables.Commit(batch);
        },
        failure => session.HasNfTables ? null : KernelFeature.NfTables.Missing(session.Name, failure));

    /// <summary>The commands of nft(8) that do the same, for one call of it.</summary>
    internal static string Commands(string table, FirewallChains firewall)
    {
        var name = $"{FirewallChains.Family.NftName()} {table}";
        var commands = new List<string> { $"add table {name}", $"delete table {name}" };
        if (firewall.Chains.Count > 0)
            commands.Add($"add table {name}");
        commands.AddRange(firewall.Chains.Select(chain =>
            $"add chain {name} {chain.Hook.NftName()} {{ type {FilterType} hook {chain.Hook.NftName()} priority {Priority}; policy {VerdictOf(chain.Policy).NftName()}; }}"));
        commands.AddRange(firewall.Lines.Select(line =>
            $"add rule {name} {line.Hook.NftName()} {line.Text}{(line.Comment is null ? string.Empty : $" comment \"{line.Comment}\"")}"));
        return string.Join("; ", commands);
    }

    /// <summary>The firewall that is there, by its chains' policies and its rules' comments; null: none.</summary>
    internal static LabFirewall? Read(NamespaceSession session, string table)
    {
        if (!session.HasNfTables)
            return null;
        var chains = session.NfTables.GetChains(FirewallChains.Family, table).Where(chain => chain.IsBase).ToDictionary(chain => chain.Hook!.Value, chain => chain.Policy);
        if (chains.Count == 0)
            return null;
        return new LabFirewall
        {
            Forward = PolicyOf(NfHook.Forward),
            Input = PolicyOf(NfHook.Input),
            Output = PolicyOf(NfHook.Output),
            Rules = session.NfTables.GetRules(FirewallChains.Family, table).Select(rule => FirewallRule.ParseComment(rule.Comment)).OfType<FirewallRule>().Distinct().ToSnapshotList(),
        };

        FirewallPolicy PolicyOf(NfHook hook) => chains.GetValueOrDefault(hook) == NfVerdict.Drop ? FirewallPolicy.Drop : FirewallPolicy.Accept;
    }

    private static NfVerdict VerdictOf(FirewallPolicy policy) => policy == FirewallPolicy.Drop ? NfVerdict.Drop : NfVerdict.Accept;
}
