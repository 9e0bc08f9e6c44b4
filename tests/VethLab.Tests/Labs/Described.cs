using System.Text;
using VethLab.Networks.Labs.Description;

namespace VethLab.Tests.Labs;

/// <summary>Descriptions from JSON, with single quotes for double ones.</summary>
internal static class Described
{
    public static LabReading Read(string json)
    {
        var (root, problem) = JsonDocumentReader.Read(Encoding.UTF8.GetBytes(json.Replace('\'', '"')), "lab.json");
        return problem is null ? LabDocument.Read(root!, "lab.json") : new LabReading(null, [problem]);
    }

    public static LabDescription Lab(string json)
    {
        var reading = Read(json);
        Assert.Empty(reading.Problems);
        return reading.Description!;
    }
}
