using VethLab.Networks.Labs.Description;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.Containerlab;

/// <summary>
/// A command of a lab as a line of exec, and back. containerlab splits a line into words and runs them without a shell, one line after the other; what is to be left
/// running goes behind a shell that does not wait. Dollars are doubled, since containerlab puts in variables wherever it finds them.
/// </summary>
internal static class ExecCommand
{
    // $0 is the command, $1 its log.
    private const string Logged = "sh -c \"$0\" >>\"$1\" 2>&1";
    private const string Left = "setsid sh -c \"$0\" >/dev/null 2>&1 &";
    private const string LeftLogged = "setsid sh -c \"$0\" >>\"$1\" 2>&1 &";

    internal static string Line(LabCommand command)
    {
        string[] words = (command.Wait, command.Log) switch
        {
            (true, null) => ["sh", "-c", command.Run],
            (true, { } log) => ["sh", "-c", Logged, command.Run, log],
            (false, null) => ["sh", "-c", Left, command.Run],
            (false, { } log) => ["sh", "-c", LeftLogged, command.Run, log],
        };
        IEnumerable<string> variables = command.Environment.Count == 0 ? [] : ["env", .. command.Environment.Select(variable => $"{variable.Name}={variable.Value}")];
        return string.Join(' ', variables.Concat(words).Select(ShellPrefix.Quote)).Replace("$", "$$", StringComparison.Ordinal);
    }

    /// <summary>The command of a line whose dollars are single again; null: a shell could not split it into words.</summary>
    internal static LabCommand? Read(string line)
    {
        if (ShellWords.Split(line, literally: true) is not { Count: > 0 } words)
            return null;
        var count = words[0] == "env" ? words.Skip(1).TakeWhile(word => word.IndexOf('=', StringComparison.Ordinal) > 0).Count() : -1;
        var variables = words.Skip(1).Take(Math.Max(count, 0)).Select(word => word.Split('=', 2)).Select(pair => new LabVariable(pair[0], pair[1])).ToSnapshotList();
        var command = words[(count + 1)..] switch
        {
            ["sh", "-c", Logged, var run, var log] => new LabCommand(run) { Wait = true, Log = log },
            ["sh", "-c", Left, var run] => new LabCommand(run),
            ["sh", "-c", LeftLogged, var run, var log] => new LabCommand(run) { Log = log },
            ["sh", "-c", var run] => new LabCommand(run) { Wait = true },
            _ => null,
        };
        return command is null ? new LabCommand(string.Join(' ', words.Select(ShellPrefix.Quote))) { Wait = true } : command with { Environment = variables };
    }
}
