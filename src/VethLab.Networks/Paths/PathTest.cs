using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Paths;

/// <summary>Finds out whether packets get somewhere and back, and if not, where they die.</summary>
public static class PathTest
{
    /// <summary>
    /// Reads what the configuration says about the path, sends one probe along it while capturing everywhere, and joins both. Where sending or capturing is not
    /// permitted, the configuration alone decides, and the verdict says so. Changes nothing.
    /// </summary>
    /// <param name="from">The namespace that packets are sent from.</param>
    /// <param name="question">Which packets.</param>
    /// <param name="withProbe">False: nothing is sent.</param>
    /// <param name="tell">Takes what it looks at, a line each.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="NetworkException">NotPermitted: not even the configuration may be read. AddressNotFound: the source is not the namespace's own.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static NetPathVerdict Run(
        NamespaceSession from, PathQuestion question, bool withProbe, Action<string> tell, CancellationToken cancellation)
    {
        var (prediction, observation, whyUnseen) = Look(from, question, withProbe, tell, cancellation);
        if (observation is not null && PathVerdict.IsContradicted(question, prediction, observation))
        {
            tell("once more: the probe passed where the configuration let nothing pass, which may have changed meanwhile");
            (prediction, observation, whyUnseen) = Look(from, question, withProbe, tell, cancellation);
        }
        return PathVerdict.Of(from, question, prediction, observation, whyUnseen);
    }

    private static (PathPrediction Prediction, PathObservation? Observation, string? WhyUnseen) Look(
        NamespaceSession from, PathQuestion question, bool withProbe, Action<string> tell, CancellationToken cancellation)
    {
        using var world = new PathWorld(from);
        tell($"the configuration of the way from {from.Description} to {question.Destination}, and back");
        var prediction = PathWalk.Walk(world, question, cancellation);
        foreach (var hop in prediction.Hops)
            tell($"{PathLadder.WordOf(hop.Kind)} {hop}: {hop.Detail}");
        cancellation.ThrowIfCancellationRequested();
        if (!withProbe)
            return (prediction, null, "no probe was asked for");
        try
        {
            tell($"a probe, captured at {(prediction.Places.Count > 0 ? string.Join(", ", prediction.Places.Select(NameOf)) : "no place")}");
            var observation = PathProbe.Run(from, question.Source, question, prediction.Places, cancellation);
            tell($"probe: {observation.Message}");
            return (prediction, observation, null);
        }
        catch (NetworkException refused) when (refused.Error == NetworkError.NotPermitted)
        {
            tell($"no probe: {refused.Message}");
            return (prediction, null, refused.Message);
        }
    }

    private static string NameOf(PathPlace place) => place.Session.Name is { } space ? $"{space}/{place.Interface}" : place.Interface;
}
