namespace VethLab.Networks.Paths.Walking;

/// <summary>An interface of a broadcast domain, and the way to it.</summary>
internal sealed record SegmentEnd(PathEnd End, IReadOnlyList<PathEnd> Way);
