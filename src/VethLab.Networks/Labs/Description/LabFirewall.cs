using System.Globalization;
using System.Text;
using VethLab.Linux.NfTables;

namespace VethLab.Networks.Labs.Description;

/// <summary>What becomes of packets that no rule is about.</summary>
public enum FirewallPolicy
{
    Accept,
    Drop,
}

/// <summary>
/// Which packets a namespace lets through. Replies to what was let through pass, and the ICMP errors it causes; so do, to and from the namespace itself,
/// its loopback and IPv6's neighbour discovery.
/// </summary>
public sealed record LabFirewall
{
    /// <summary>For packets that it passes on.</summary>
    public FirewallPolicy Forward { get; init; }

    /// <summary>For packets that are for it.</summary>
    public FirewallPolicy Input { get; init; }

    /// <summary>For packets that it sends.</summary>
    public FirewallPolicy Output { get; init; }

    /// <summary>First those that deny, which hold whatever is allowed.</summary>
    public SnapshotList<FirewallRule> Rules { get; init; } = [];

    /// <summary>The policy of a chain.</summary>
    internal FirewallPolicy PolicyOf(NfHook hook) => hook switch { NfHook.Input => Input, NfHook.Output => Output, _ => Forward };

    /// <summary>In the form that the kernel keeps: chain by chain, no rule twice; null where it lets all through.</summary>
    /// <param name="owner">The namespace.</param>
    internal LabFirewall? InOrder(string owner)
    {
        var rules = Rules.Distinct().OrderBy(rule => rule.Allows).ThenBy(rule => rule.HookIn(owner)).ToSnapshotList();
        return rules.Count == 0 && (Forward, Input, Output) == default ? null : this with { Rules = rules };
    }
}

/// <summary>A rule of a firewall.</summary>
/// <param name="Allows">Whether it lets packets through, or drops them.</param>
/// <param name="From">A namespace or bridge of the lab, a network, an address, or any.</param>
/// <param name="To">The same.</param>
public sealed record FirewallRule(bool Allows, string From, string To)
{
    internal const string Any = "any";
    private const string Arrow = " -> ";

    /// <summary>tcp, udp, sctp, dccp, icmp (ICMPv6 for IPv6) or another protocol's name; null: all.</summary>
    public string? Protocol { get; init; }

    /// <summary>The first destination port; null: all.</summary>
    public ushort? FirstPort { get; init; }

    /// <summary>The last one; null as the first is.</summary>
    public ushort? LastPort { get; init; }

    /// <summary>Where it is asked in a namespace: on the way in, out or through.</summary>
    internal NfHook HookIn(string owner) => To == owner ? NfHook.Input : From == owner ? NfHook.Output : NfHook.Forward;

    /// <summary>"web -> app tcp 8080", as it can be written in descriptions.</summary>
    public override string ToString() => $"{From}{Arrow}{To}{What}";

    /// <summary>The same for a rule's comment, with the verdict before it; what nft or this could not read again is written as %XX.</summary>
    internal string ToComment() => $"{(Allows ? "allow" : "deny")} {Escape(From)}{Arrow}{Escape(To)}{What}";

    /// <summary>"80", or "8000-8010"; null: all.</summary>
    internal string? Ports => FirstPort is not { } first ? null
        : first == LastPort ? first.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{first}-{LastPort}");

    private string What => string.Concat(new[] { Protocol, Ports }.Where(word => word is not null).Select(word => $" {word}"));

    /// <summary>The rule of a comment; null for other comments.</summary>
    internal static FirewallRule? ParseComment(string? comment)
    {
        if (comment?.Split(' ') is not [("allow" or "deny") and var verdict, var from, "->", var to, .. var what] || what.Length > 2)
            return null;
        var rule = new FirewallRule(verdict == "allow", Uri.UnescapeDataString(from), Uri.UnescapeDataString(to)) { Protocol = what.FirstOrDefault() };
        if (what.Length < 2)
            return rule;
        return FirewallPorts.TryParse(what[1], out var first, out var last) ? rule with { FirstPort = first, LastPort = last } : null;
    }

    private static string Escape(string name)
    {
        var escaped = new StringBuilder();
        foreach (var c in name)
            _ = c is '"' or '%' or '\\' or ' ' || (char.IsControl(c) && c < 0x80) ? escaped.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}") : escaped.Append(c);
        return escaped.ToString();
    }
}
