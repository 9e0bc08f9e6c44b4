namespace VethLab.Networks.Labs.Description;

/// <summary>
/// A value of a description as it was written, whatever the file's language: a map, a list, or a single value, each with its place in
/// the file, so that whatever is wrong with it can be said where it is.
/// </summary>
public sealed class DocumentNode
{
    private DocumentNode(string path, DocumentPosition position)
    {
        Path = path;
        Position = position;
    }

    /// <summary>The way to it from the document's beginning: "namespaces.ns01.addresses[0]"; empty for the whole.</summary>
    public string Path { get; }

    public DocumentPosition Position { get; }

    /// <summary>The members of a map, in the order in which they were written; null where it is none.</summary>
    public IReadOnlyList<DocumentMember>? Members { get; private init; }

    /// <summary>The elements of a list; null where it is none.</summary>
    public IReadOnlyList<DocumentNode>? Items { get; private init; }

    /// <summary>A single value: a string, a boolean, a long, a double, or null.</summary>
    public object? Value { get; private init; }

    /// <summary>A single value as it was written, where that is known: 007 is the number 7 and, as a name, 007.</summary>
    public string? Text { get; private init; }

    public bool IsMap => Members is not null;

    public bool IsList => Items is not null;

    public static DocumentNode Map(string path, DocumentPosition position, IReadOnlyList<DocumentMember> members) =>
        new(path, position) { Members = members };

    public static DocumentNode List(string path, DocumentPosition position, IReadOnlyList<DocumentNode> items) =>
        new(path, position) { Items = items };

    public static DocumentNode Single(string path, DocumentPosition position, object? value, string? text = null) =>
        new(path, position) { Value = value, Text = text };

    /// <summary>A map's value of a key, its case as it is; null: it has none, or is no map.</summary>
    internal DocumentNode? this[string key] => Members?.FirstOrDefault(member => member.Key == key)?.Value;

    /// <summary>A map's text of a key; null: it has none, or something else.</summary>
    internal string? TextAt(string key) => this[key] is { Value: not null and not bool } node ? node.Text ?? Convert.ToString(node.Value, System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>The path of a map's member; keys that are no plain words are quoted.</summary>
    public static string PathOf(string map, string key)
    {
        var isPlain = key.Length > 0 && key.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '$');
        return isPlain ? map.Length == 0 ? key : $"{map}.{key}" : $"{map}['{key}']";
    }

    /// <summary>The path of a list's element.</summary>
    public static string PathOf(string list, int index) => $"{list}[{index}]";

    /// <summary>What it is, for messages.</summary>
    internal string Kind => this switch
    {
        { IsMap: true } => "a map",
        { IsList: true } => "a list",
        { Value: null } => "nothing",
        { Value: string } => "a text",
        { Value: bool } => "a truth value",
        _ => "a number",
    };
}

/// <summary>A key of a map, where it stands, and its value.</summary>
public sealed record DocumentMember(string Key, DocumentPosition Position, DocumentNode Value);

/// <summary>A place in a file, counted from 1; 0: not known, as for what came from a hashtable.</summary>
public readonly record struct DocumentPosition(int Line, int Column);
