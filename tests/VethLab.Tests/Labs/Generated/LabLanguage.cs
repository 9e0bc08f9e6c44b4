using System.Text;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Export;
using VethLab.PowerShell.Labs;

namespace VethLab.Tests.Labs.Generated;

/// <summary>The languages in which descriptions are written and read.</summary>
internal sealed record LabLanguage(string Name, Func<DocumentNode, string> Write, Func<string, DocumentNode> ReadText)
{
    internal static readonly LabLanguage[] All =
    [
        new("psd1", DataFileWriter.Write, ReadDataFile),
        new("json", JsonWriter.Write, text => JsonDocumentReader.Read(Encoding.UTF8.GetBytes(text), null).Root!),
        new("yaml", YamlWriter.Write, text => YamlDocumentReader.Read(Encoding.UTF8.GetBytes(text), null).Root!),
    ];

    /// <summary>The description that a text in this language is of; anything wrong with it is a failure of the test.</summary>
    internal LabDescription Read(string text, string? name = null)
    {
        var reading = LabDocument.Read(ReadText(text), name: name);
        Assert.True(reading.Problems.Count == 0, $"{Name}: {string.Join('\n', reading.Problems)}\n{text}");
        return reading.Description!;
    }

    private static DocumentNode ReadDataFile(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            var (root, problems) = DataFileReader.Read(file, "lab.psd1");
            Assert.True(problems.Count == 0, $"{string.Join('\n', problems)}\n{text}");
            return root!;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
