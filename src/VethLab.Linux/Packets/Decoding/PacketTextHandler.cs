using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace VethLab.Linux.Packets;

/// <summary>
/// Lets a decoder write <c>reading.Append($"id {id}")</c> at no cost while only fields are read: nothing between the braces is evaluated
/// unless the reading has a text.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct PacketTextHandler
{
    private readonly StringBuilder text;

    public PacketTextHandler(int literalLength, int formattedCount, PacketReading reading, out bool isWanted)
    {
        text = reading.Text!;
        isWanted = reading.Text is not null;
    }

    public void AppendLiteral(string value) => text.Append(value);

    public void AppendFormatted(string? value) => text.Append(value);

    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    public void AppendFormatted<T>(T value, string? format)
    {
        var inner = new StringBuilder.AppendInterpolatedStringHandler(0, 1, text, CultureInfo.InvariantCulture);
        inner.AppendFormatted(value, format);
    }
}
