namespace VethLab.Tests.Differential;

/// <summary>What all set-ups of a run had in them, so that a comparison of nothing with nothing is noticed.</summary>
internal sealed class Tally
{
    private readonly Dictionary<string, int> seen = [];
    private int lines;
    private int refused;

    internal void Add(IReadOnlyList<Fact> facts, int lineCount, string errors)
    {
        lock (seen)
        {
            lines += lineCount;
            refused += errors.Split("Command failed").Length - 1;
            foreach (var fact in facts)
                Add(fact);
        }
    }

    private void Add(Fact fact)
    {
        Count(fact.Kind);
        foreach (var (name, value) in fact.Properties)
        {
            if (value is not (PropertyText.Nothing or "" or "[]" or "None") && (value != "0" || name == "PeerNamespaceId"))
                Count($"{fact.Kind} {name}");
            if (name is "Kind" or "State" or "Type" or "Flags" or "PortState" or "Scope" or "AddressFamily" or "AddressState")
                Count($"{fact.Kind} {name} {value}");
        }
        if (fact.Kind == "route" && fact.Properties["NextHops"].Contains(',', StringComparison.Ordinal))
            Count($"route with several ways {fact.Properties["AddressFamily"]}");
    }

    private void Count(string what) => seen[what] = seen.GetValueOrDefault(what) + 1;

    /// <summary>Every property of every kind was there with a value, and most lines were taken.</summary>
    internal void AssertNothingIsMissing()
    {
        string[] needed =
        [
            "interface Kind bridge", "interface Kind veth", "interface Bridge", "interface Alias", "interface Owner", "interface PeerNamespaceId", "interface PeerName",
            "bridge Ports", "address Peer", "address Broadcast", "address Label", "address ValidLifetime", "address AddressState Deprecated",
            "address AddressFamily InterNetwork", "address AddressFamily InterNetworkV6", "address Scope Link", "address RouteMetric",
            "route with several ways InterNetwork", "route with several ways InterNetworkV6", "route NextHopId", "route Source", "route Mtu", "route Tos", "route Type Blackhole",
            "route Type Unreachable", "route Type Prohibit", "route Type Throw", "neighbour State Permanent", "neighbour State Stale", "neighbour Flags Router",
            "forwarding entry IsStatic", "forwarding entry Bridge", "pair",
        ];
        var missing = needed.Where(what => !seen.ContainsKey(what)).ToList();
        Assert.True(missing.Count == 0, $"no set-up had: {string.Join(", ", missing)}");
        Assert.True(refused < lines / 2, $"{refused} of {lines} commands were refused");
    }

    public override string ToString() =>
        $"{refused} of {lines} commands refused\n{string.Join('\n', seen.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} {pair.Key}"))}";
}
