using System.Text;

namespace VethLab.Host.CommandLine;

/// <summary>Reads the arguments, as pwsh does: options first, then a script or a command that takes all that is left.</summary>
internal static class CommandLineParser
{
    internal static HostOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new HostOptions { Mode = RunMode.Prompt };
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var rest = arguments.Skip(i + 1).ToArray();
            switch (OptionName(argument))
            {
                case "help" or "h" or "?":
                    return options with { Mode = RunMode.Help };
                case "version" or "v":
                    return options with { Mode = RunMode.Version };
                case "command" or "c":
                    return Command(options, rest);
                case "encodedcommand" or "e" or "ec":
                    return rest.Length == 0 ? Wrong(argument, "needs a command") : Encoded(options, rest[0]);
                case "file" or "f":
                    return rest.Length == 0 ? Wrong(argument, "needs a script") : Script(options, rest);
                case "noninteractive" or "noni":
                    options = options with { NonInteractive = true };
                    break;
                case "noexit" or "noe":
                    options = options with { NoExit = true };
                    break;
                case "workingdirectory" or "wd":
                    if (rest.Length == 0)
                        return Wrong(argument, "needs a folder");
                    options = options with { WorkingDirectory = rest[0] };
                    i++;
                    break;
                case "noprofile" or "nop" or "nologo" or "nol" or "interactive" or "i":
                    break; // there is no profile and no banner
                case "isolated":
                    return Wrong(argument, "must come before all other arguments");
                case null:
                    return Script(options, arguments.Skip(i).ToArray());
                default:
                    return Wrong(argument, "is not an option");
            }
        }
        return Console.IsInputRedirected ? options with { Mode = RunMode.StandardInput } : options;
    }

    /// <summary>The option's name in lower case, or null for "-" and for what is not an option.</summary>
    private static string? OptionName(string argument) =>
        argument.Length > 1 && argument[0] == '-' ? argument.TrimStart('-').ToLowerInvariant() : null;

    private static HostOptions Command(HostOptions options, string[] words) => words switch
    {
        [] => Wrong("-Command", "needs a command"),
        ["-"] => options with { Mode = RunMode.StandardInput },
        _ => options with { Mode = RunMode.Command, Text = string.Join(' ', words) },
    };

    private static HostOptions Script(HostOptions options, string[] words) => words[0] == "-"
        ? options with { Mode = RunMode.StandardInput }
        : options with { Mode = RunMode.Script, Text = words[0], Arguments = ScriptArguments.Parse(words.AsSpan(1)) };

    private static HostOptions Wrong(string argument, string complaint) =>
        new() { Mode = RunMode.WrongUsage, Text = $"{argument} {complaint}." };

    private static HostOptions Encoded(HostOptions options, string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length)
            ? Command(options, [Encoding.Unicode.GetString(bytes, 0, length)])
            : Wrong("-EncodedCommand", "needs UTF-16 text in Base64");
    }
}
