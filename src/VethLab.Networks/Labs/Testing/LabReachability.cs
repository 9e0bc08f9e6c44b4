using System.Net.Sockets;
using VethLab.Linux.Packets;

namespace VethLab.Networks.Labs.Testing;

/// <summary>Whether one namespace of a lab reached another, and whether it should have.</summary>
public sealed record LabReachability
{
    /// <summary>"ns01 -> ns02".</summary>
    public string Name => $"{From} -> {To}";

    public required string Lab { get; init; }

    /// <summary>The namespace that pinged.</summary>
    public required string From { get; init; }

    /// <summary>The namespace that was pinged.</summary>
    public required string To { get; init; }

    /// <summary>The address that was pinged; null: there is none that could be.</summary>
    public string? Address { get; init; }

    public AddressFamily AddressFamily { get; init; }

    public EchoStatus Status { get; init; }

    public bool IsReachable => Status == EchoStatus.Success;

    /// <summary>Whether it is expected to be reachable.</summary>
    public bool IsExpected { get; init; }

    public bool IsAsExpected => IsReachable == IsExpected;

    /// <summary>Milliseconds until the answer; null where there was none.</summary>
    public double? RoundTripTime { get; init; }

    /// <summary>The status in words.</summary>
    public required string Message { get; init; }

    public override string ToString() => $"{Name}: {Message}";
}
