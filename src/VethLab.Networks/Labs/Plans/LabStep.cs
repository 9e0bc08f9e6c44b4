namespace VethLab.Networks.Labs.Plans;

/// <summary>A step of the plan of a lab, to be read before anything is done.</summary>
public sealed record LabStep
{
    /// <summary>From 1.</summary>
    public required int Order { get; init; }

    /// <summary>What is done: Create namespace, Create bridge, Create link …</summary>
    public required string Action { get; init; }

    /// <summary>What it is done to or what comes of it.</summary>
    public required string Target { get; init; }

    /// <summary>Where; null where that is here and has no name.</summary>
    public string? Namespace { get; init; }

    /// <summary>The command line of ip, nft, iptables or sysctl that would do the same.</summary>
    public required string Command { get; init; }

    public override string ToString() => $"{Order}. {Action} {Target}";
}
