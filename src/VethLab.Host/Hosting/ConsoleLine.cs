using System.Text;
using VethLab.Host.LineEditing;

namespace VethLab.Host.Hosting;

/// <summary>Plain lines of standard input, for questions and scripts. The prompt has an editor of its own.</summary>
internal sealed class ConsoleLine(Terminal terminal, InterruptSignal interrupt)
{
    /// <summary>Everything that is left of a redirected input.</summary>
    internal static string ReadToEnd() => Console.In.ReadToEnd();

    /// <summary>The lines of a redirected input.</summary>
    internal static IEnumerable<string> ReadAll()
    {
        while (Console.In.ReadLine() is { } line)
            yield return line;
    }

    /// <summary>The next line without its end, or null when the input has ended or the user has pressed Ctrl+C.</summary>
    internal string? Read() => Console.IsInputRedirected ? Console.In.ReadLine() : ReadKeys(shown: true);

    /// <summary>A line that the terminal does not show, or null as above.</summary>
    internal string? ReadHidden() => Console.IsInputRedirected ? Console.In.ReadLine() : ReadKeys(shown: false);

    /// <summary>
    /// Key by key: a thread that waits in the terminal for a whole line could not be woken by Ctrl+C.
    /// </summary>
    private string? ReadKeys(bool shown)
    {
        var text = new StringBuilder();
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                var key = Console.ReadKey(intercept: true);
                var control = (key.Modifiers & ConsoleModifiers.Control) != 0;
                if (control && key.Key == ConsoleKey.C)
                {
                    interrupt.Raise();
                    return null;
                }
                if (control && key.Key == ConsoleKey.D && text.Length == 0)
                    return null;
                if (key.Key == ConsoleKey.Enter)
                    return text.ToString();
                if (key.Key == ConsoleKey.Backspace && text.Length > 0)
                    RemoveLast(text, shown);
                else if (!char.IsControl(key.KeyChar))
                {
                    text.Append(key.KeyChar);
                    if (shown)
                        terminal.Write(key.KeyChar.ToString());
                }
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
            terminal.Write("\n");
        }
    }

    private void RemoveLast(StringBuilder text, bool shown)
    {
        var length = text.Length > 1 && char.IsLowSurrogate(text[^1]) ? 2 : 1;
        var cells = CellWidth.Of(text.ToString(text.Length - length, length));
        text.Length -= length;
        if (shown)
            terminal.Write(string.Concat(Enumerable.Repeat("\b \b", cells)));
    }
}
