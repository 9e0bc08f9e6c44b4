namespace VethLab.Networks.Labs.Description;

/// <summary>Finds what somebody may have meant.</summary>
internal static class NearestWord
{
    /// <summary>The word with the fewest edits from what was written; null where none is near (more than a third of it differs).</summary>
    internal static string? To(string written, IEnumerable<string> words)
    {
        var best = words.Select(word => (word, Edits: EditsBetween(written.ToLowerInvariant(), word.ToLowerInvariant())))
            .OrderBy(candidate => candidate.Edits).ThenBy(candidate => candidate.word, StringComparer.Ordinal).FirstOrDefault();
        return best.word is not null && best.Edits <= Math.Max(1, Math.Max(written.Length, best.word.Length) / 3) ? best.word : null;
    }

    /// <summary>Insertions, deletions, replacements, and swaps of neighbours (optimal string alignment).</summary>
    internal static int EditsBetween(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            table[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            table[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }
        return table[a.Length, b.Length];
    }
}
