using System.Globalization;

namespace VethLab.Networks.Labs.Description;

/// <summary>Reads the members of a map by keys, ignoring their case as PowerShell does; keys that it cannot have, and values of the wrong kind, are problems.</summary>
internal sealed class DocumentMap
{
    private readonly Dictionary<string, DocumentNode> members = new(StringComparer.OrdinalIgnoreCase);
    private readonly LabProblems problems;

    private DocumentMap(DocumentNode node, LabProblems problems)
    {
        Node = node;
        this.problems = problems;
    }

    internal DocumentNode Node { get; }

    /// <summary>The map at a node; null, and a problem, where it is something else. Nothing at all counts as an empty map.</summary>
    internal static DocumentMap? Of(DocumentNode node, LabProblems problems, string[] known)
    {
        var map = new DocumentMap(node, problems);
        if (node is { IsList: false, IsMap: false, Value: null })
            return map;
        if (!node.IsMap)
        {
            problems.Add(node, $"a map is expected, this is {node.Kind}", $"It can have the keys {string.Join(", ", known)}.");
            return null;
        }
        foreach (var member in node.Members!)
        {
            var key = known.FirstOrDefault(word => string.Equals(word, member.Key, StringComparison.OrdinalIgnoreCase));
            if (key is null)
            {
                var meant = NearestWord.To(member.Key, known);
                problems.Add(
                    member.Value.Path, member.Position,
                    $"there is no key '{member.Key}' here{(meant is null ? string.Empty : $"; did you mean '{meant}'?")}",
                    $"The keys are {string.Join(", ", known.Where(word => word[0] != '$'))}.");
            }
            else if (!map.members.TryAdd(key, member.Value))
            {
                problems.Add(member.Value.Path, member.Position, $"the key '{key}' is here twice", "Leave one of them.");
            }
        }
        return map;
    }

    internal DocumentNode? this[string key] => members.GetValueOrDefault(key);

    /// <summary>A text, or a number as one; null where the key is missing or holds something else.</summary>
    internal string? Text(string key) => this[key] is { } node ? TextOf(node, problems) : null;

    internal static string? TextOf(DocumentNode node, LabProblems problems)
    {
        switch (node)
        {
            case { IsMap: false, IsList: false, Value: string or long or double }:
                return node.Text ?? Convert.ToString(node.Value, CultureInfo.InvariantCulture);
            default:
                problems.Add(node, $"a text is expected, this is {node.Kind}", "Write it in quotes.");
                return null;
        }
    }

    internal bool Flag(string key, bool missing = false)
    {
        if (this[key] is not { } node)
            return missing;
        if (node.Value is bool flag)
            return flag;
        problems.Add(node, $"true or false is expected, this is {node.Kind}", "In a .psd1 file it is written $true or $false.");
        return missing;
    }

    internal int? Number(string key, int least, int most)
    {
        if (this[key] is not { } node)
            return null;
        if (node.Value is long number && number >= least && number <= most)
            return (int)number;
        problems.Add(node, node.Value is long ? $"{node.Value} is not possible" : $"a number is expected, this is {node.Kind}", $"Write a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>The elements of a list; a single value or map is a list of one. Null where the key is missing, empty for an empty list.</summary>
    internal IReadOnlyList<DocumentNode>? List(string key) => this[key] switch
    {
        null => null,
        { Items: { } items } => items,
        { IsMap: false, Value: null } => [],
        var single => [single],
    };

    /// <summary>Texts of a list.</summary>
    internal IReadOnlyList<Written<string>>? Texts(string key) =>
        List(key)?.Select(node => TextOf(node, problems) is { } text ? new Written<string>(text, node) : null).OfType<Written<string>>().ToList();

    /// <summary>Named things: the members of a map, or, where they need no more than their names, a list of those.</summary>
    internal IReadOnlyList<DocumentMember> Named(string key) => this[key] is { Members: { } named }
        ? named
        : Texts(key)?.Select(name => new DocumentMember(name.Value, name.At.Position, DocumentNode.Map(name.At.Path, name.At.Position, []))).ToList() ?? [];
}
