using System.Runtime.CompilerServices;

namespace VethLab.Tests.Labs.Generated;

/// <summary>Where the repository's files are.</summary>
internal static class LabFiles
{
    internal static string Examples => Path.Combine(Root(), "examples");

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../.."));
}
