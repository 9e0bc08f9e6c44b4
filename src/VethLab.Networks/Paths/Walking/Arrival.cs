namespace VethLab.Networks.Paths.Walking;

/// <summary>A packet that has come to an interface.</summary>
/// <param name="In">The interface.</param>
/// <param name="Port">The bridge port by which it came, where br_netfilter has looked at it there already; null elsewhere.</param>
/// <param name="From">How it left the namespace before.</param>
internal sealed record Arrival(PathEnd In, PathEnd? Port, Departure From);
