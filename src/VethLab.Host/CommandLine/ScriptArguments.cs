using System.Management.Automation.Runspaces;

namespace VethLab.Host.CommandLine;

/// <summary>Turns words of a command line into a script's parameters, by the rules of `pwsh -File`.</summary>
internal static class ScriptArguments
{
    /// <summary>
    /// `-Name` is a parameter, its value the next word if it takes one; `-Name:value` carries it, with true and false,
    /// `$` or not, as booleans; everything else is a positional string.
    /// </summary>
    internal static IReadOnlyList<CommandParameter> Parse(ReadOnlySpan<string> words)
    {
        var parameters = new List<CommandParameter>();
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            if (word.Length < 2 || word[0] != '-')
                parameters.Add(new CommandParameter(null, word));
            else if (colon < 0)
                parameters.Add(new CommandParameter(word));
            else if (colon < word.Length - 1)
                parameters.Add(new CommandParameter(word[..colon], BooleanOrText(word[(colon + 1)..])));
            else if (++i < words.Length)
                parameters.Add(new CommandParameter(word.TrimEnd(':'), words[i]));
        }
        return parameters;
    }

    private static object BooleanOrText(string value) =>
        bool.TryParse(value.AsSpan(value[0] == '$' ? 1 : 0), out var boolean) ? boolean : value;
}
