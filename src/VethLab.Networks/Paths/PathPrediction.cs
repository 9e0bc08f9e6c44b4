using System.Net;

namespace VethLab.Networks.Paths;

/// <summary>What the configuration says about a path, there and back. Nothing was sent.</summary>
/// <param name="Source">The address that packets are sent from; null where there is none.</param>
/// <param name="Hops">Everything on the way in order, up to where packets die or beyond what is known; then the way back.</param>
/// <param name="Findings">What speaks for a cause, in the order of the hops.</param>
/// <param name="Places">The interfaces on the way there and back, each once, in the order in which packets meet them: where to capture.</param>
/// <param name="IsComplete">Whether the walk got to the destination and back: nothing on the way is outside of what is known.</param>
public sealed record PathPrediction(
    IPAddress? Source,
    IReadOnlyList<PathHop> Hops,
    IReadOnlyList<PathFinding> Findings,
    IReadOnlyList<PathPlace> Places,
    bool IsComplete);
