using System.Text;

namespace VethLab.Networks.Labs.Containerlab;

/// <summary>Splits a command line into words as a shell does, where it is plain: quotes and backslashes, but no variables, pipes, lists or redirections.</summary>
internal static class ShellWords
{
    private const string Special = "$`|&;<>()*?~#\n";

    /// <summary>The words; null where a shell would do more than split it.</summary>
    internal static List<string>? Split(string line)
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
                    var end = line.IndexOf(c, i + 1);
                    if (end < 0 || (c == '"' && line.AsSpan(i, end - i).IndexOfAny('$', '`', '\\') >= 0))
                        return null;
                    word = (word ?? new StringBuilder()).Append(line, i + 1, end - i - 1);
                    i = end;
                    break;
                case '\\' when i + 1 < line.Length:
                    word = (word ?? new StringBuilder()).Append(line[++i]);
                    break;
                default:
                    if (Special.Contains(c, StringComparison.Ordinal) || c == '\\')
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
