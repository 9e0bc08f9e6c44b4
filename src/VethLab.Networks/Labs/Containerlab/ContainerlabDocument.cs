using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Containerlab;

/// <summary>A topology of containerlab (https://containerlab.dev/manual/topo-def-file) as a description of a lab.</summary>
/// <param name="Root">The description, each value with its place and path in the topology.</param>
/// <param name="Problems">What makes no sense.</param>
/// <param name="Notes">What the lab does not have, though the topology does.</param>
public sealed record ContainerlabDocument(DocumentNode Root, IReadOnlyList<LabProblem> Problems, IReadOnlyList<LabProblem> Notes)
{
    /// <summary>Whether a document is such a topology: it has the key topology, which no description has, or its file is called so.</summary>
    public static bool Is(DocumentNode root, string file) =>
        root["topology"] is not null || file.EndsWith(".clab.yml", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".clab.yaml", StringComparison.OrdinalIgnoreCase);

    public static ContainerlabDocument Read(DocumentNode root, string? file)
    {
        var problems = new LabProblems(file);
        var notes = new LabProblems(file);
        var lab = new ContainerlabReader(root, problems, notes).Read();
        return new ContainerlabDocument(lab, problems.All, notes.All);
    }
}
