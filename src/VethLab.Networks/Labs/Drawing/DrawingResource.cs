namespace VethLab.Networks.Labs.Drawing;

/// <summary>Style and script of drawings, which are in this assembly.</summary>
internal static class DrawingResource
{
    internal static string Read(string name)
    {
        using var stream = typeof(DrawingResource).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
