using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Words;

namespace VethLab.Networks.Baselines;

/// <summary>A namespace's nf_tables: everything that nft --stateless would list, without handles and what was counted.</summary>
internal static class NfFacts
{
    /// <exception cref="Linux.Interop.LinuxException">EPERM: not permitted.</exception>
    internal static IEnumerable<BaselineItem> Read(NfTablesClient client, string? space)
    {
        // Nearly all namespaces have no table.
        var tables = client.GetTables();
        if (tables.Count == 0)
            yield break;
        foreach (var table in tables)
            yield return Fact(BaselineKind.NfTable, $"{table.Family.NftName()} {table.Name}", $"flags {table.Flags.ToString().ToLowerInvariant()}{(table.UserData is { } data ? $" data {data}" : "")}");
        var ruleset = NfRuleset.Read(client);
        foreach (var chain in ruleset.Chains)
            yield return Fact(BaselineKind.NfChain, Name(chain.Family, chain.Table, chain.Name), TextOf(chain));
        foreach (var rule in ruleset.Rules)
            yield return Fact(BaselineKind.NfRule, Name(rule.Family, rule.Table, rule.Chain), TextOf(ruleset, rule));
        foreach (var declaration in client.GetDeclarations())
        {
            // What a rule itself lists is told with the rule.
            if ((declaration.SetFlags & NfSetFlags.Anonymous) != 0)
                continue;
            yield return Fact(BaselineKind.NfDeclaration, $"{declaration.Kind} {Name(declaration.Family, declaration.Table, declaration.Name)}", declaration.Settings);
            if (declaration.Kind != NfDeclaration.Set || declaration.IsDynamic)
                continue;
            foreach (var element in client.GetElementTexts(declaration).Order(StringComparer.Ordinal))
                yield return Fact(BaselineKind.NfElement, Name(declaration.Family, declaration.Table, declaration.Name), element);
        }

        BaselineItem Fact(BaselineKind kind, string item, string value) => new() { Kind = kind.ToString(), Namespace = space, Name = item, Value = value };
    }

    private static string Name(NfFamily family, string table, string name) => $"{family.NftName()} {table} {name}";

    private static string TextOf(NfChain chain)
    {
        var device = chain.Device is null ? string.Empty : $" device {chain.Device}";
        return chain.Hook is { } hook ? $"type {chain.Type} hook {hook.NftName()}{device} priority {chain.Priority} policy {chain.Policy?.NftName()}" : "no hook";
    }

    private static string TextOf(NfRuleset ruleset, NfRule rule)
    {
        var (text, unknown) = RuleWords.Of(ruleset, rule);
        var whole = unknown.Count == 0 ? text : $"{text} {rule.Expressions.Uncounted()}";
        return rule.Comment is null ? whole : $"{whole} comment \"{rule.Comment}\"";
    }
}
