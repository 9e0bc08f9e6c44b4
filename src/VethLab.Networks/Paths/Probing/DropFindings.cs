using VethLab.Networks.Capture;

namespace VethLab.Networks.Paths;

/// <summary>What was dropped while a probe was under way.</summary>
/// <param name="Drops">Ours first.</param>
/// <param name="Joined">The hops of the probe and its answers from which on a drop would have been known to be theirs.</param>
internal sealed record DropFindings(IReadOnlyList<PathDrop> Drops, IReadOnlySet<PacketHop> Joined)
{
    internal static DropFindings None { get; } = new([], new HashSet<PacketHop>());

    /// <summary>Whether a drop soon after this hop would be known.</summary>
    internal bool IsJoined(PacketHop hop) => Joined.Contains(hop);
}
