using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Containerlab;
using VethLab.Networks.Labs.Drawing;
using VethLab.Networks.Labs.State;

namespace VethLab.Networks.Labs.Export;

/// <summary>The one table of what a lab can be written as: who writes it, and which files hold it.</summary>
public static class LabFormats
{
    /// <param name="Extensions">Of files of the format, the usual one first.</param>
    /// <param name="Write">Makes the text of the lab of a name, with lines that end in \n, from what the kernel says now.</param>
    private sealed record Entry(string[] Extensions, Func<string, string> Write);

    private static readonly Dictionary<LabFormat, Entry> Table = new()
    {
        [LabFormat.Text] = new([".txt", ".text"], lab => TextDrawing.Draw(TopologyReader.Read(lab))),
        [LabFormat.Mermaid] = new([".mmd", ".mermaid"], lab => MermaidDrawing.Draw(TopologyReader.Read(lab))),
        [LabFormat.Dot] = new([".dot", ".gv"], lab => DotDrawing.Draw(TopologyReader.Read(lab))),
        [LabFormat.Svg] = new([".svg"], lab => SvgDrawing.Draw(TopologyReader.Read(lab))),
        [LabFormat.Html] = new([".html", ".htm"], lab => HtmlDrawing.Draw(TopologyReader.Read(lab))),
        [LabFormat.Psd1] = new([".psd1"], lab => DataFileWriter.Write(DescriptionDocument.Of(LabPortrait.Take(lab)))),
        [LabFormat.Json] = new([".json"], lab => JsonWriter.Write(DescriptionDocument.Of(LabPortrait.Take(lab)))),
        [LabFormat.Yaml] = new([".yaml", ".yml"], lab => YamlWriter.Write(DescriptionDocument.Of(LabPortrait.Take(lab)))),
        [LabFormat.Containerlab] = new([".clab.yml", ".clab.yaml"], lab => ContainerlabWriter.Write(LabPortrait.Take(lab))),
    };

    /// <summary>A lab, as text in a format.</summary>
    /// <exception cref="NetworkException">InvalidName, LabNotFound, NotPermitted.</exception>
    public static string Write(string lab, LabFormat format) => Table[format].Write(lab);

    /// <summary>The extension that files of a format have: ".txt".</summary>
    public static string ExtensionOf(LabFormat format) => Table[format].Extensions[0];

    /// <summary>The format that a file's extension, in any case, says.</summary>
    /// <exception cref="NetworkException">InvalidValue: it says none.</exception>
    public static LabFormat Of(string path)
    {
        // The longest: a .clab.yml is also a .yml.
        var known = Table.SelectMany(row => row.Value.Extensions.Select(extension => (Format: row.Key, Extension: extension)))
            .Where(row => path.EndsWith(row.Extension, StringComparison.OrdinalIgnoreCase)).OrderByDescending(row => row.Extension.Length).ToList();
        if (known.Count > 0)
            return known[0].Format;
        throw new NetworkException(
            NetworkError.InvalidValue, $"'{path}' does not say in which format it shall be.", path,
            $"Say -As, or end the name in one of {string.Join(", ", Table.Values.SelectMany(entry => entry.Extensions))}.");
    }
}
