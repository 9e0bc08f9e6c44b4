using System.Text;

namespace VethLab.Networks.Labs.Containerlab;

/// <summary>Splits a command line into words, by quotes and backslashes.</summary>
internal static class ShellWords
{
    private const string Special = "$`|&;<>()*?~#\n";

    /// <summary>The words; null where a quote is open, or a shell would do more than split the line: variables, pipes, lists, redirections.</summary>
    /// <param name="line">The line.</param>
    /// <param name="literally">What means more to a shell is a character like others, as containerlab takes it.</param>
    internal static List<string>? Split(string line, bool literally = false)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            switch (c)
            {
                case ' ' or '\t':
                    if (word is not null)
                        words.Add(word.ToString());
                    word = null;
                    break;
                case '\'' or '"':
                    word ??= new StringBuilder();
                    for (i++; i < line.Length && line[i] != c; i++)
                    {
                        if (!literally && c == '"' && line[i] is '$' or '`' or '\\')
                            return null;
                        if (c == '"' && line[i] == '\\' && i + 1 < line.Length)
                            i++;
                        word.Append(line[i]);
                    }
                    if (i >= line.Length)
                        return null;
                    break;
                case '\\' when i + 1 < line.Length:
                    word = (word ?? new StringBuilder()).Append(line[++i]);
                    break;
                default:
                    if (!literally && (Special.Contains(c, StringComparison.Ordinal) || c == '\\'))
                        return null;
                    word = (word ?? new StringBuilder()).Append(c);
                    break;
            }
        }
        if (word is not null)
            words.Add(word.ToString());
        return words;
    }
}
