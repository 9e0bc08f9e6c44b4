using System.Text;

namespace VethLab.Host.Hosting;

/// <summary>Plain lines of standard input, for questions and scripts. The prompt has an editor of its own.</summary>
internal static class ConsoleLine
{
    /// <summary>The next line without its end, or null when the input has ended.</summary>
    internal static string? Read() => Console.In.ReadLine();

    /// <summary>Everything that is left of a redirected input.</summary>
    internal static string ReadToEnd() => Console.In.ReadToEnd();

    /// <summary>A line that the terminal does not show, or null after Ctrl+C.</summary>
    internal static string? ReadHidden()
    {
        if (Console.IsInputRedirected)
            return Console.In.ReadLine();
        var text = new StringBuilder();
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                var key = Console.ReadKey(intercept: true);
                if (key is { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
                    return null;
                if (key.Key == ConsoleKey.Enter)
                    return text.ToString();
                if (key.Key == ConsoleKey.Backspace)
                    text.Length = Math.Max(0, text.Length - 1);
                else if (!char.IsControl(key.KeyChar))
                    text.Append(key.KeyChar);
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }
}
