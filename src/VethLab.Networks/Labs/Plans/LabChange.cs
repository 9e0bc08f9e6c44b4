namespace VethLab.Networks.Labs.Plans;

/// <summary>What is done to a part of a lab.</summary>
public enum LabChangeAction
{
    Add,
    Remove,
    Change,
}

/// <summary>A difference between a running lab and its description, which was made away with.</summary>
public sealed record LabChange
{
    public required string Lab { get; init; }

    public required LabChangeAction Action { get; init; }

    /// <summary>Of what: namespace, bridge, link, uplink, address, route, MTU, MAC address, STP, state, sysctl, forwarding, masquerade, firewall, command, expectation.</summary>
    public required string Kind { get; init; }

    /// <summary>Which one: "eth0", "default", "ns01:eth0 - br01:veth01".</summary>
    public required string Target { get; init; }

    /// <summary>Where; null where that is here and has no name.</summary>
    public string? Namespace { get; init; }

    /// <summary>What it was; null: it was not there.</summary>
    public string? Before { get; init; }

    /// <summary>What it is now; null: it is not there any more.</summary>
    public string? After { get; init; }

    /// <summary>One line: "demo: MTU of eth0 in ns01: 1500 -> 1400".</summary>
    public override string ToString()
    {
        var where = Namespace is null || Namespace == Target ? string.Empty : $" in {Namespace}";
        return Action switch
        {
            LabChangeAction.Add => $"{Lab}: + {Kind} {Target}{Value(After)}{where}",
            LabChangeAction.Remove => $"{Lab}: - {Kind} {Target}{Value(Before)}{where}",
            _ => $"{Lab}: {Kind} of {Target}{where}: {Before} -> {After}",
        };
    }

    private static string Value(string? value) => value is null ? string.Empty : $" {value}";
}
