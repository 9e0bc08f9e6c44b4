using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text;

namespace VethLab.Host.Hosting;

/// <summary>
/// Standard output and standard error as UTF-8 text, written at once. Escape sequences pass only to a terminal that
/// understands them: not to files and pipes, not with NO_COLOR (no-color.org), not with TERM=dumb.
/// </summary>
internal sealed class Terminal
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _output = Writer(Console.OpenStandardOutput());
    private readonly StreamWriter _error = Writer(Console.OpenStandardError());
    private readonly bool _outputColours = !Console.IsOutputRedirected && ColoursWanted;
    private readonly bool _errorColours = !Console.IsErrorRedirected && ColoursWanted;
    private string _status = "";

    /// <summary>False where NO_COLOR is set or the terminal is dumb.</summary>
    internal static bool ColoursWanted { get; } =
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";

    /// <summary>Standard output understands escape sequences.</summary>
    internal bool OutputColours => _outputColours;

    /// <summary>False when the last character written to the output was no line end.</summary>
    internal bool AtLineStart { get; private set; } = true;

    internal void Write(string text)
    {
        if (text.Length == 0)
            return;
        lock (_gate)
        {
            HideStatus();
            _output.Write(_outputColours ? text : Plain(text));
            AtLineStart = text[^1] == '\n';
        }
    }

    /// <summary>Writes what moves the cursor: for a prompt, which is always on a terminal.</summary>
    internal void Draw(string text)
    {
        lock (_gate)
        {
            HideStatus();
            _output.Write(text);
            AtLineStart = text.EndsWith('\n');
        }
    }

    internal void WriteError(string line)
    {
        lock (_gate)
        {
            HideStatus();
            _error.Write((_errorColours ? line : Plain(line)) + "\n");
            AtLineStart = true;
        }
    }

    /// <summary>Shows one line of progress on a terminal's standard error until the next output; "" hides it.</summary>
    internal void ShowStatus(string status)
    {
        if (!_errorColours)
            return;
        lock (_gate)
        {
            HideStatus();
            _status = status;
            if (status.Length > 0)
                _error.Write(status);
        }
    }

    private void HideStatus()
    {
        if (_status.Length == 0)
            return;
        _status = "";
        _error.Write("\r\u001b[K");
    }

    private static string Plain(string text) =>
        text.Contains('\u001b') ? new StringDecorated(text).ToString(OutputRendering.PlainText) : text;

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false), 4096) { AutoFlush = true };
}
