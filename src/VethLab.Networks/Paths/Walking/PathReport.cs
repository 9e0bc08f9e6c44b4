using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Collects what a walk finds.</summary>
internal sealed class PathReport
{
    private readonly List<PathHop> hops = [];
    private readonly List<PathFinding> findings = [];
    private readonly List<PathPlace> places = [];

    internal bool IsReturn { get; set; }

    /// <summary>Whether something on the way is not known, so that the walk is not complete.</summary>
    internal bool HasGap { get; set; }

    internal IReadOnlyList<PathFinding> Findings => findings;

    internal void Hop(PathSpace space, PathHopKind kind, string name, string detail, PathHopState state = PathHopState.Passes) => hops.Add(new PathHop
    {
        Index = hops.Count + 1,
        IsReturn = IsReturn,
        Kind = kind,
        Name = name,
        Detail = detail,
        State = state,
        Namespace = space.Session.Name,
        NamespaceId = space.Session.Identity,
    });

    /// <summary>Packets die at the last hop.</summary>
    internal void Certain(PathCause cause, string evidence, string? fix) => Find(PathFindingWeight.Certain, cause, evidence, fix);

    /// <summary>They may die there.</summary>
    internal void Suspect(PathCause cause, string evidence, string? fix = null) => Find(PathFindingWeight.Suspect, cause, evidence, fix);

    /// <summary>They pass, but that is not as it should be.</summary>
    internal void Note(PathCause cause, string evidence, string? fix = null) => Find(PathFindingWeight.Note, cause, evidence, fix);

    private void Find(PathFindingWeight weight, PathCause cause, string evidence, string? fix)
    {
        if (!findings.Exists(finding => finding.Cause == cause && finding.Evidence == evidence))
            findings.Add(new PathFinding(cause, weight, Math.Max(0, hops.Count - 1), evidence, fix));
    }

    /// <summary>Packets can be captured there.</summary>
    internal void Place(PathEnd end)
    {
        if (!places.Exists(place => ReferenceEquals(place.Session, end.Space.Session) && place.Interface == end.Name))
            places.Add(new PathPlace(end.Space.Session, end.Name));
    }

    internal PathPrediction Prediction(System.Net.IPAddress? source, bool isComplete) =>
        new(source, hops.AsReadOnly(), findings.AsReadOnly(), places.AsReadOnly(), isComplete && !HasGap);

    /// <summary>A link's state in words.</summary>
    internal static string Words(LinkMessage link) =>
        $"{(link.IsUp ? link.Flags.HasFlag(LinkFlags.LowerUp) ? "up" : "up, no carrier" : "down")}, MTU {link.Mtu}";
}
