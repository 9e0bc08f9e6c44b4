using VethLab.Networks.Errors;

namespace VethLab.Networks.Labs.Description;

/// <summary>Collects everything that is wrong with one description.</summary>
internal sealed class LabProblems(string? file)
{
    private readonly List<LabProblem> found = [];

    /// <summary>In the order of their places.</summary>
    internal IReadOnlyList<LabProblem> All => found.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column).ToList();

    internal void Add(DocumentNode at, string reason, string advice, NetworkError error = NetworkError.DescriptionInvalid) =>
        Add(at.Path, at.Position, reason, advice, error);

    internal void Add(string path, DocumentPosition at, string reason, string advice, NetworkError error = NetworkError.DescriptionInvalid) =>
        found.Add(new LabProblem(error, path, reason, advice) { File = file, Line = at.Line, Column = at.Column });

    /// <summary>Does what may be refused by the rules that single cmdlets keep; a refusal becomes a problem of that place.</summary>
    internal T? Try<T>(DocumentNode at, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (NetworkException refused)
        {
            Add(at, refused.Message, refused.Advice ?? string.Empty, refused.Error);
            return default;
        }
    }

    internal bool Try(DocumentNode at, Action work) => Try(at, () => { work(); return true; });
}
