using System.Text;

namespace VethLab.Host.Commands;

/// <summary>Hands every line that the engine writes to a delegate.</summary>
internal sealed class LineWriter(Action<string> line) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value) => line(value ?? "");

    public override void Write(string? value) => line(value ?? "");
}
