using VethLab.Linux.Interop;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.Networks.Records;

namespace VethLab.Networks.Forwarding;

/// <summary>
/// Rules in iptables-nft's own chains that accept what comes from and goes to a bridge, written as iptables-nft writes them, so that iptables
/// goes on listing the chain: at the top of DOCKER-USER where Docker made that for the purpose, else of FORWARD.
/// </summary>
internal sealed class BridgeAcceptRules(NamespaceSession session, string bridge, string owner = VethLabMark.Table)
{
    private const string Filter = IptablesForward.Table;
    private const string Forward = IptablesForward.Forward;
    private const string DockerUser = IptablesForward.DockerUser;

    private string Comment => $"{owner} {bridge}";

    /// <summary>The bridges, and interfaces, for which an owner has such rules in a namespace.</summary>
    internal static IReadOnlyList<string> BridgesOf(NamespaceSession session, string owner) =>
        IptablesForward.Families.SelectMany(family => new[] { DockerUser, Forward }.SelectMany(chain => session.NfTables.GetRules(family.Family, Filter, chain)))
            .Select(rule => rule.Comment).OfType<string>()
            .Where(comment => comment.StartsWith($"{owner} ", StringComparison.Ordinal))
            .Select(comment => comment[(owner.Length + 1)..]).Distinct().ToList();

    /// <summary>Plans the rules that are missing, for each family that has the chain.</summary>
    internal void PlanAdd(Plan plan)
    {
        foreach (var (family, program) in IptablesForward.Families)
        {
            if (ChainFor(family) is not { } chain)
                continue;
            var present = Rules(family, chain);
            foreach (var (option, match) in new[] { ("-o", Match.OutInterface(bridge)), ("-i", Match.InInterface(bridge)) })
            {
                NfExpressionList rule = [.. match, new CounterExpression(), VerdictExpression.Accept];
                if (present.Any(other => DoesSame(other, rule)))
                    continue;
                plan.Add(
                    session.Shell.Run($"{program} -I {chain} {option} {ShellPrefix.Quote(bridge)} -m comment --comment {ShellPrefix.Quote(Comment)} -j ACCEPT"),
                    () => Commit(new NfBatch().InsertRule(family, Filter, chain, rule, Comment)),
                    () => Delete(family, chain, Rules(family, chain).Where(other => DoesSame(other, rule))));
            }
        }
    }

    /// <summary>Plans to take them out again, wherever they are.</summary>
    internal void PlanRemove(Plan plan)
    {
        foreach (var (family, program) in IptablesForward.Families)
        {
            foreach (var chain in new[] { DockerUser, Forward })
            {
                foreach (var rule in Rules(family, chain))
                {
                    var way = MatchReader.Read(rule).Matches.OfType<InterfaceMatch>().FirstOrDefault()?.Way == PacketWay.Out ? "-o" : "-i";
                    plan.Add(
                        session.Shell.Run($"{program} -D {chain} {way} {ShellPrefix.Quote(bridge)} -m comment --comment {ShellPrefix.Quote(Comment)} -j ACCEPT"),
                        () => Delete(family, chain, [rule]),
                        () => Commit(new NfBatch().InsertRule(family, Filter, chain, rule.Expressions, rule.Comment)));
                }
            }
        }
    }

    /// <summary>iptables writes a comment as a match of its own, nft and VethLab write it beside the rule; it does nothing either way.</summary>
    private static bool DoesSame(NfRule present, NfExpressionList rule)
    {
        NfExpressionList work = [.. present.Expressions.Where(expression => expression is not XtMatchExpression { Extension: "comment" })];
        return work.DoesSameAs(rule);
    }

    private string? ChainFor(NfFamily family) =>
        IptablesForward.PlaceFor(KernelErrors.Explained(bridge, () => session.NfTables.GetChains(family, Filter), Lacking), family);

    private List<NfRule> Rules(NfFamily family, string chain) =>
        KernelErrors.Explained(bridge, () => session.NfTables.GetRules(family, Filter, chain), Lacking).Where(rule => rule.Comment == Comment).ToList();

    private void Delete(NfFamily family, string chain, IEnumerable<NfRule> rules)
    {
        var batch = new NfBatch();
        foreach (var rule in rules)
            batch.DeleteRule(family, Filter, chain, rule.Handle);
        Commit(batch);
    }

    private void Commit(NfBatch batch) => KernelErrors.Explained(bridge, () => session.NfTables.Commit(batch), Lacking);

    private NetworkException? Lacking(LinuxException failure) => LabTable.Lacking(session, failure);
}
