using System.Globalization;
using System.Text;
using VethLab.Networks.Labs.Commands;
using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Records;

/// <summary>
/// How a lab's commands are written in rule comments: "runs NUMBER.PART TEXT", in as many parts as it takes, whose texts together are
/// "in=web&amp;run=sleep 60&amp;wait&amp;name=…&amp;env=NAME=VALUE&amp;log=…". What nft could not write or read again is written as %XX.
/// </summary>
internal static class CommandRecord
{
    /// <summary>Of the whole text of a command, without its namespace's name.</summary>
    internal const int MaximumLength = 4000;

    private const string Prefix = "runs ";

    /// <summary>Bytes of text in one part: 127 less "runs 9999.99 ".</summary>
    private const int PartLength = 114;

    internal static IEnumerable<string> Texts(LabCommand command) =>
        [command.Run, command.Name ?? string.Empty, command.Log ?? string.Empty, .. command.Environment.SelectMany(variable => new[] { variable.Name, variable.Value })];

    internal static bool Fits(LabCommand command) => Encoding.UTF8.GetByteCount(Whole(new PlacedCommand(1, null, command))) <= MaximumLength;

    private sealed record Part(int Command, int Number, string Text);

    /// <summary>The records of a command.</summary>
    internal static IEnumerable<string> Write(PlacedCommand placed)
    {
        var part = new StringBuilder();
        var length = 0;
        var number = 0;
        foreach (var rune in Whole(placed).EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > PartLength)
                yield return Take();
            part.Append(rune);
            length += rune.Utf8SequenceLength;
        }
        yield return Take();

        string Take()
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{placed.Number}.{++number} {part}");
            part.Clear();
            length = 0;
            return text;
        }
    }

    internal static bool Is(string? record) => record?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>The commands that records tell of, in the order of their records; those that are not whole are left out.</summary>
    internal static IReadOnlyList<PlacedCommand> Read(IEnumerable<string?> records)
    {
        var parts = new List<Part>();
        foreach (var record in records)
        {
            if (Is(record) && record![Prefix.Length..].Split(' ', 2) is [var head, var text] && head.Split('.') is [var one, var two]
                && int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && int.TryParse(two, NumberStyles.None, CultureInfo.InvariantCulture, out var part))
            {
                parts.Add(new Part(number, part, text));
            }
        }
        if (parts.Count == 0)
            return [];
        return parts.GroupBy(part => part.Command)
            .Select(group => Parse(group.Key, string.Concat(group.OrderBy(part => part.Number).Select(part => part.Text))))
            .OfType<PlacedCommand>().ToList();
    }

    private static string Whole(PlacedCommand placed)
    {
        var command = placed.Command;
        var fields = new List<string>();
        if (placed.Namespace is { } space)
            fields.Add($"in={Escape(space)}");
        fields.Add($"run={Escape(command.Run)}");
        if (command.Wait)
            fields.Add("wait");
        if (command.Name is { } name)
            fields.Add($"name={Escape(name)}");
        fields.AddRange(command.Environment.Select(variable => $"env={Escape(variable.Name)}={Escape(variable.Value)}"));
        if (command.Log is { } log)
            fields.Add($"log={Escape(log)}");
        return string.Join('&', fields);
    }

    private static PlacedCommand? Parse(int number, string whole)
    {
        var fields = whole.Split('&').Select(field => field.Split('=', 2)).ToLookup(field => field[0], field => field.Length > 1 ? field[1] : string.Empty);
        if (!fields.Contains("run"))
            return null;
        return new PlacedCommand(number, One("in"), new LabCommand(One("run")!)
        {
            Wait = fields.Contains("wait"),
            Name = One("name"),
            Environment = fields["env"].Select(field => field.Split('=', 2)).Where(field => field.Length == 2)
                .Select(field => new LabVariable(Unescape(field[0]), Unescape(field[1]))).ToSnapshotList(),
            Log = One("log"),
        });

        string? One(string key) => fields[key].FirstOrDefault() is { } text ? Unescape(text) : null;
    }

    /// <summary>A quote would end the comment for nft, which knows no escapes; '%' and '&amp;' are ours.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text)
            _ = c is '"' or '%' or '&' or '\\' || char.IsControl(c) && c < 0x80 ? escaped.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}") : escaped.Append(c);
        return escaped.ToString();
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text);
}
