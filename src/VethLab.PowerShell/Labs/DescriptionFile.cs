using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Containerlab;
using VethLab.Networks.Labs.Description;

namespace VethLab.PowerShell.Labs;

/// <summary>Reads a description from a file, in the language that its extension names.</summary>
internal static class DescriptionFile
{
    /// <summary>What a file says, what is wrong with it, and what of it no lab can have.</summary>
    internal static (DocumentNode? Root, IReadOnlyList<LabProblem> Problems, IReadOnlyList<LabProblem> Notes) Read(string path)
    {
        var (root, problems) = ReadDocument(path);
        if (root is null || !ContainerlabDocument.Is(root, path))
            return (root, problems, []);
        var topology = ContainerlabDocument.Read(root, ShownName(path));
        return (topology.Root, [.. problems, .. topology.Problems], topology.Notes);
    }

    private static (DocumentNode? Root, IReadOnlyList<LabProblem> Problems) ReadDocument(string path)
    {
        var shownAs = ShownName(path);
        try
        {
            switch (Path.GetExtension(path).ToLowerInvariant())
            {
                case ".psd1":
                    return DataFileReader.Read(path, shownAs);
                case ".json":
                    var (root, problem) = JsonDocumentReader.Read(File.ReadAllBytes(path), shownAs);
                    return (root, problem is null ? [] : [problem]);
                case ".yaml" or ".yml":
                    return YamlDocumentReader.Read(File.ReadAllBytes(path), shownAs);
                default:
                    return Refused(shownAs, $"a file '{Path.GetExtension(path)}' cannot be read", "Descriptions are PowerShell data files (.psd1), YAML (.yaml, .yml) or JSON (.json).");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Refused(shownAs, failure.Message.TrimEnd('.'), "Check the path and its permissions.");
        }
    }

    /// <summary>A file as problems name it: from the current folder where it is in there.</summary>
    internal static string ShownName(string path)
    {
        var name = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return name.StartsWith("..", StringComparison.Ordinal) ? path : name;
    }

    private static (DocumentNode?, IReadOnlyList<LabProblem>) Refused(string file, string reason, string advice) =>
        (null, [new LabProblem(NetworkError.DescriptionInvalid, string.Empty, reason, advice) { File = file }]);
}
