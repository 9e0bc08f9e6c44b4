using System.Text;

namespace VethLab.Tests.Differential;

/// <summary>
/// A script of `ip -batch` and `bridge -batch`, one process for each namespace and turn. Lines that the kernel refuses are passed over (-force)
/// and reported on standard error.
/// </summary>
internal sealed class IpBatch(IReadOnlyList<string> places)
{
    private readonly StringBuilder script = new();
    private readonly Dictionary<(int Turn, int Place, string Tool), List<string>> lines = [];

    internal int Count { get; private set; }

    internal void Add(int turn, int place, string tool, string line)
    {
        if (!lines.TryGetValue((turn, place, tool), out var all))
            lines[(turn, place, tool)] = all = [];
        all.Add(line);
        Count++;
    }

    /// <summary>As text for sh(1), turn by turn.</summary>
    public override string ToString()
    {
        script.Clear();
        foreach (var ((_, place, tool), all) in lines.OrderBy(pair => pair.Key))
        {
            script.Append($"nsenter --net=/run/netns/{places[place]} {tool} -force -batch - <<'END'\n");
            foreach (var line in all)
                script.Append(line).Append('\n');
            script.Append("END\n");
        }
        return script.ToString();
    }

    /// <summary>One word of a line.</summary>
    internal static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_.,:/@%+=".Contains(c, StringComparison.Ordinal)) ? word
        : word.Contains('"', StringComparison.Ordinal) ? $"'{word}'" : $"\"{word}\"";
}
