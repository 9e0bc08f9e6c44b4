using System.Text;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Labs.Drawing;

/// <summary>Labs as drawings of text.</summary>
public static class LabDrawing
{
    /// <summary>Columns where nobody says how many there are.</summary>
    public const int UsualWidth = 100;

    /// <summary>In fewer columns nothing can be drawn.</summary>
    public const int LeastWidth = 40;

    /// <summary>A lab as it is now, in lines of at most <paramref name="width"/> columns.</summary>
    /// <param name="lab">Its name.</param>
    /// <param name="width">At least <see cref="LeastWidth"/>.</param>
    /// <param name="ascii">Whether to do without characters for boxes, and to write names' characters beyond ASCII as \uNNNN.</param>
    /// <exception cref="NetworkException">InvalidName, LabNotFound, NotPermitted.</exception>
    public static string OfLab(string lab, int width = UsualWidth, bool ascii = false) => TextDrawing.Draw(TopologyReader.Read(lab), width, ascii);

    /// <summary>Whether an encoding has the characters of boxes.</summary>
    public static bool CanBeWrittenIn(Encoding encoding) => encoding.GetString(encoding.GetBytes(TextDrawing.Characters)) == TextDrawing.Characters;
}
