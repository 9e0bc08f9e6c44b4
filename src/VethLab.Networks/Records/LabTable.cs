using VethLab.Linux.Interop;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;

namespace VethLab.Networks.Records;

/// <summary>
/// The nf_tables table "ip vethlab" of a namespace, or "ip6 vethlab", or a lab's own, "ip vethlab-LAB". Its chain postrouting masquerades; its chain records is called by nothing and keeps, as
/// comments of rules that do nothing, what VethLab has to give back and for whose sake it was taken.
/// </summary>
internal sealed class LabTable(NamespaceSession session, string name = VethLabMark.Table, NfFamily family = NfFamily.IPv4)
{
    internal const string Postrouting = "postrouting";
    internal const string Records = "records";

    private readonly HashSet<ulong> going = [];

    /// <summary>Its name in nft(8).</summary>
    internal string Name { get; } = name;

    /// <summary>IPv4 or IPv6.</summary>
    internal NfFamily Family { get; } = family;

    /// <summary>Family and name, as nft(8) writes them: "ip vethlab".</summary>
    internal string FullName => $"{Family.NftName()} {Name}";

    /// <summary>VethLab's other tables of the family in the namespace: of single cmdlets, and of labs.</summary>
    internal IEnumerable<LabTable> Others => AllIn(session).Where(table => table.Family == Family && table.Name != Name);

    /// <summary>VethLab's tables in a namespace.</summary>
    /// <exception cref="NetworkException">NotPermitted; FeatureMissing: the kernel has no nf_tables.</exception>
    internal static IReadOnlyList<LabTable> AllIn(NamespaceSession session) => new LabTable(session).Explained(() => session.NfTables.GetTables())
        .Where(table => table.Family is NfFamily.IPv4 or NfFamily.IPv6 && (table.Name == VethLabMark.Table || LabMark.LabOfTable(table.Name) is not null))
        .Select(table => new LabTable(session, table.Name, table.Family)).ToList();

    /// <summary>Whether something in it needs forwarding of its family.</summary>
    internal bool NeedsForwarding => NeedForwarding(Rules());

    /// <summary>Whether any of some rules needs forwarding: one that translates, or a record of who has it turned on.</summary>
    internal static bool NeedForwarding(IEnumerable<NfRule> rules) => rules.Any(rule => rule.Chain == Records
        ? RecordText.IsHold(rule.Comment)
        : rule.Expressions.Any(expression => expression is MasqueradeExpression or NatExpression));

    /// <summary>The rules of all its chains; none where the table does not exist.</summary>
    internal IReadOnlyList<NfRule> Rules() => Explained(() => session.NfTables.GetRules(Family, Name));

    /// <summary>The rules of a chain; none where table or chain do not exist.</summary>
    internal IReadOnlyList<NfRule> Rules(string chain) => Explained(() => session.NfTables.GetRules(Family, Name, chain));

    /// <summary>Makes the table and the chain that masquerades where they are missing.</summary>
    internal NfBatch AddNatChain(NfBatch batch) => AddChains(batch, Postrouting);

    internal string AddNatChainCommand => AddChainsCommand(Postrouting);

    /// <summary>Makes the table and chains where they are missing.</summary>
    internal NfBatch AddChains(NfBatch batch, params IEnumerable<string> chains) =>
        chains.Aggregate(batch.AddTable(Family, Name), (all, chain) => LabChains.Add(all, this, chain));

    internal string AddChainsCommand(params IEnumerable<string> chains) =>
        string.Join(" && ", chains.Select(chain => LabChains.AddCommand(session.Shell, this, chain)).Prepend(session.Shell.Run($"nft add table {FullName}")));

    /// <summary>Writes records, one rule each; making the table and the chain where they are missing.</summary>
    internal void AddRecords(IEnumerable<string> records)
    {
        var batch = new NfBatch().AddTable(Family, Name).AddChain(Family, Name, Records);
        foreach (var record in records)
            batch.AddRule(Family, Name, Records, [new CounterExpression()], record);
        Commit(batch);
    }

    internal string AddRecordsCommand(IEnumerable<string> records) => AddRecordsCommand(session.Shell.Run, Name, records, Family);

    /// <param name="run">Makes a command line work in the namespace, which need not be there yet.</param>
    /// <param name="table">The table.</param>
    /// <param name="records">What is to be written.</param>
    /// <param name="family">The table's family.</param>
    internal static string AddRecordsCommand(Func<string, string> run, string table, IEnumerable<string> records, NfFamily family = NfFamily.IPv4) => string.Join(
        " && ",
        records.Select(record => run($"nft {ShellPrefix.Quote($"add rule {family.NftName()} {table} {Records} counter comment \"{record}\"")}"))
            .Prepend(run($"nft 'add chain {family.NftName()} {table} {Records}'"))
            .Prepend(run($"nft add table {family.NftName()} {table}")));

    /// <summary>Writes records in place of some, in one batch: nobody sees neither.</summary>
    internal void ReplaceRecords(Func<string?, bool> isMeant, IEnumerable<string> records)
    {
        var going = Rules(Records).Where(rule => isMeant(rule.Comment)).ToList();
        var batch = new NfBatch().AddTable(Family, Name).AddChain(Family, Name, Records);
        foreach (var rule in going)
            batch.DeleteRule(Family, Name, Records, rule.Handle);
        foreach (var record in records)
            batch.AddRule(Family, Name, Records, [new CounterExpression()], record);
        Commit(batch);
    }

    /// <summary>Takes records out again, and the table when nothing is left in it.</summary>
    internal void RemoveRecords(IReadOnlyCollection<string> records) =>
        Remove(Rules(Records).Where(rule => rule.Comment is { } comment && records.Contains(comment)).ToList());

    /// <summary>Plans to delete rules; together with earlier removals of the same plan the last ones take the table with them.</summary>
    internal void PlanRemove(Plan plan, IReadOnlyList<NfRule> rules)
    {
        if (rules.Count == 0)
            return;
        going.UnionWith(rules.Select(rule => rule.Handle));
        var chains = Explained(() => session.NfTables.GetChains(Family, Name)).Select(chain => chain.Name).ToHashSet();
        var all = Rules();
        var commands = all.All(rule => going.Contains(rule.Handle))
            ? [$"delete table {FullName}"]
            : rules.Select(rule => $"delete rule {FullName} {rule.Chain} handle {rule.Handle}")
                .Concat(Emptied(all, rules, going).Select(chain => $"delete chain {FullName} {chain}"));
        plan.Add(
            string.Join(" && ", commands.Select(command => session.Shell.Run($"nft {command}"))),
            () => Remove(rules),
            () => Restore(rules, chains));
    }

    /// <summary>Puts rules back, and the chains that there were, if they went with the table.</summary>
    private void Restore(IReadOnlyList<NfRule> rules, HashSet<string> chains)
    {
        var batch = new NfBatch();
        AddChains(batch, chains.Where(LabChains.IsOne));
        foreach (var rule in rules)
            batch.AddRule(Family, Name, rule.Chain, rule.Expressions, rule.Comment);
        Commit(batch);
    }

    /// <summary>The chains in which only such rules are left as go.</summary>
    private static IEnumerable<string> Emptied(IReadOnlyList<NfRule> all, IEnumerable<NfRule> rules, HashSet<ulong> going) =>
        rules.Select(rule => rule.Chain).Distinct().Where(chain => all.Where(rule => rule.Chain == chain).All(rule => going.Contains(rule.Handle)));

    /// <summary>
    /// Deletes rules, the chains that nothing is left in, and the whole table when no rule is left in it. Those that are gone already are no error.
    /// </summary>
    internal void Remove(IReadOnlyList<NfRule> rules)
    {
        var handles = rules.Select(rule => rule.Handle).ToHashSet();
        var present = Rules();
        var batch = new NfBatch();
        if (present.All(rule => handles.Contains(rule.Handle)))
        {
            if (!Exists)
                return;
            batch.DeleteTable(Family, Name);
        }
        else
        {
            foreach (var rule in present.Where(rule => handles.Contains(rule.Handle)))
                batch.DeleteRule(Family, Name, rule.Chain, rule.Handle);
            foreach (var chain in Emptied(present, rules, handles))
                batch.DeleteChain(Family, Name, chain);
        }
        Commit(batch);
    }

    /// <summary>Plans to delete the table with whatever is in it.</summary>
    internal void PlanDelete(Plan plan) => plan.Add(session.Shell.Run($"nft delete table {FullName}"), () =>
    {
        if (Exists)
            Commit(new NfBatch().DeleteTable(Family, Name));
    });

    internal bool Exists => Explained(() => session.NfTables.GetTables(Family)).Any(table => table.Name == Name);

    internal void Commit(NfBatch batch) => Explained(() =>
    {
        session.NfTables.Commit(batch);
        return true;
    });

    private T Explained<T>(Func<T> work) => KernelErrors.Explained(session.Name, work, failure => Lacking(session, failure));

    /// <summary>
    /// ENOENT in a batch that makes its table and chains itself is a kind of chain or expression that the kernel does not have.
    /// </summary>
    internal static NetworkException? Lacking(NamespaceSession session, LinuxException failure) => failure switch
    {
        { Errno: Errno.EPROTONOSUPPORT or Errno.EOPNOTSUPP or Errno.EINVAL or Errno.EAFNOSUPPORT } when !session.HasNfTables =>
            KernelFeature.NfTables.Missing(session.Name, failure),
        { Errno: Errno.ENOENT, Operation: var operation } when operation.StartsWith("add chain", StringComparison.Ordinal) =>
            KernelFeature.NatChain.Missing(session.Name, failure),
        { Errno: Errno.ENOENT, Operation: var operation } when operation.StartsWith("add rule to ", StringComparison.Ordinal) && operation.EndsWith($" {Postrouting}", StringComparison.Ordinal) =>
            KernelFeature.Masquerade.Missing(session.Name, failure),
        { Errno: Errno.ENOENT, Operation: var operation } when new[] { LabChains.Prerouting, LabChains.Output, LabChains.Hairpin }.Any(chain => operation == $"add rule to ip {VethLabMark.Table} {chain}" || operation == $"add rule to ip6 {VethLabMark.Table} {chain}") =>
            KernelFeature.PortMapping.Missing(session.Name, failure),
        _ => null,
    };
}
