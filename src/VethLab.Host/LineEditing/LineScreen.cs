using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text;
using VethLab.Host.Hosting;

namespace VethLab.Host.LineEditing;

/// <summary>Draws the prompt and the text below each other, wrapped, and puts the terminal's cursor where it belongs.</summary>
internal sealed class LineScreen(Terminal terminal, string prompt)
{
    private const string Continuation = ">> ";
    private int _cursorRow;

    /// <summary>Draws everything again, from the row where the prompt began.</summary>
    internal void Draw(EditBuffer buffer)
    {
        var end = Layout(buffer.Text, buffer.Text.Length);
        var cursor = Layout(buffer.Text, buffer.Cursor);
        var output = new StringBuilder();
        ToFirstRow(output);
        output.Append("\u001b[J").Append(prompt).Append(buffer.Text.Replace("\n", "\n" + Continuation, StringComparison.Ordinal));
        if (end.Column == 0 && end.Row > 0)
            output.Append('\n'); // the terminal wraps only when the next character comes
        if (end.Row > cursor.Row)
            output.Append($"\u001b[{end.Row - cursor.Row}A");
        output.Append('\r');
        if (cursor.Column > 0)
            output.Append($"\u001b[{cursor.Column}C");
        _cursorRow = cursor.Row;
        terminal.Draw(output.ToString());
    }

    /// <summary>Leaves the cursor on a new row below the text.</summary>
    internal void Finish(EditBuffer buffer)
    {
        buffer.Set(buffer.Text);
        Draw(buffer);
        terminal.Write("\n");
        _cursorRow = 0;
    }

    internal void Clear()
    {
        terminal.Draw("\u001b[H\u001b[2J");
        _cursorRow = 0;
    }

    private void ToFirstRow(StringBuilder output)
    {
        output.Append('\r');
        if (_cursorRow > 0)
            output.Append($"\u001b[{_cursorRow}A");
    }

    /// <summary>The row, from the prompt's first, and the column of a position in the text.</summary>
    private (int Row, int Column) Layout(string text, int position)
    {
        var width = Math.Max(10, Console.WindowWidth);
        var plain = new StringDecorated(prompt).ToString(OutputRendering.PlainText);
        var (row, column) = (0, 0);
        foreach (var rune in (plain + text[..position]).EnumerateRunes())
        {
            if (rune.Value == '\n')
            {
                row++;
                column = Continuation.Length;
                continue;
            }
            var cells = CellWidth.Of(rune);
            if (column + cells > width)
            {
                row++;
                column = 0;
            }
            column += cells;
            if (column == width)
            {
                row++;
                column = 0;
            }
        }
        return (row, column);
    }
}
