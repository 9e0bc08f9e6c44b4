using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Export;

/// <summary>A firewall of a description as a document.</summary>
internal static class FirewallDocument
{
    /// <param name="firewall">The firewall.</param>
    /// <param name="forwards">Whether its namespace passes packets on: then the policy for these is said in any case.</param>
    internal static DocumentNode Of(LabFirewall firewall, bool forwards) => Written.Map(
    [
        ("policy", forwards || firewall.Forward == FirewallPolicy.Drop ? Policy(firewall.Forward) : null),
        ("input", firewall.Input == FirewallPolicy.Drop ? Policy(firewall.Input) : null),
        ("output", firewall.Output == FirewallPolicy.Drop ? Policy(firewall.Output) : null),
        ("deny", Rules(firewall.Rules.Where(rule => !rule.Allows))),
        ("allow", Rules(firewall.Rules.Where(rule => rule.Allows))),
    ]);

    private static DocumentNode Policy(FirewallPolicy policy) => Written.Single(policy == FirewallPolicy.Drop ? "drop" : "accept");

    private static DocumentNode? Rules(IEnumerable<FirewallRule> rules) => rules.Select(Of).ToList() is { Count: > 0 } all ? Written.List(all) : null;

    /// <summary>As a text, unless a name has white space.</summary>
    private static DocumentNode Of(FirewallRule rule) => new[] { rule.From, rule.To }.All(name => !name.Any(char.IsWhiteSpace)) ? Written.Single(rule.ToString()) : Written.Map(
    [
        ("from", Written.Single(rule.From)),
        ("to", Written.Single(rule.To)),
        ("protocol", rule.Protocol is { } protocol ? Written.Single($"{protocol}") : null),
        ("port", rule.Ports is { } ports ? Written.Single($"{ports}") : null),
    ]);
}
