using System.Text;
using VethLab.Networks.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VethLab.Networks.Labs.Description;

/// <summary>
/// Reads YAML 1.2 into a document whose every value knows its line and column. What a plain word means is the core schema's business
/// (<see cref="YamlScalar"/>); what is in quotes is a text. An alias is a copy of what it names, at the alias's path, with the place where it is written.
/// </summary>
public sealed class YamlDocumentReader
{
    /// <summary>So deep is no description, and so much is no description made of aliases: a few lines could ask for more memory than there is.</summary>
    private const int MostLevels = 50;
    private const int MostCopies = 100_000;

    private readonly string? file;
    private readonly Parser parser;
    private readonly List<LabProblem> problems = [];

    /// <summary>By their names; null while one is being read, which an alias inside would make endless.</summary>
    private readonly Dictionary<string, DocumentNode?> anchors = [];
    private string reached = string.Empty;
    private int copies;

    private YamlDocumentReader(string text, string? file)
    {
        this.file = file;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>
    /// The document, or null where the syntax is wrong, and everything that is wrong so far: besides syntax, keys that are there twice, several documents,
    /// tags, aliases of nothing. What is read all the same can be checked further.
    /// </summary>
    public static (DocumentNode? Root, IReadOnlyList<LabProblem> Problems) Read(ReadOnlySpan<byte> text, string? file)
    {
        string decoded;
        try
        {
            decoded = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text);
        }
        catch (DecoderFallbackException)
        {
            return (null, [new LabProblem(NetworkError.DescriptionInvalid, string.Empty, "the text is not valid UTF-8", "Save the file as UTF-8.") { File = file, Line = 1, Column = 1 }]);
        }
        // UTF-8's byte order mark, which some editors write.
        var reader = new YamlDocumentReader(decoded.TrimStart('\ufeff'), file);
        try
        {
            return (reader.ReadStream(), reader.problems);
        }
        catch (YamlException failure)
        {
            var (at, reason, advice) = YamlSyntax.Explain(failure, decoded);
            reader.Add(at, reader.reached, reason, advice);
            return (null, reader.problems);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // Texts that are broken badly enough bring the parser out of step with itself.
            reader.Add(reader.parser.Current?.End ?? new Mark(0, 1, 1), reader.reached, "what follows cannot be read", YamlSyntax.Advice);
            return (null, reader.problems);
        }
    }

    private void Add(Mark at, string path, string reason, string advice) => Add(PositionOf(at), path, reason, advice);

    private void Add(DocumentPosition at, string path, string reason, string advice) =>
        problems.Add(new LabProblem(NetworkError.DescriptionInvalid, path, reason, advice) { File = file, Line = at.Line, Column = at.Column });

    private DocumentNode ReadStream()
    {
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _))
            return DocumentNode.Single(string.Empty, new DocumentPosition(1, 1), null);
        parser.Consume<DocumentStart>();
        var root = ReadNode(string.Empty, 0);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
            Add(second.Start, string.Empty, "a second document begins", "One file describes one lab: leave out the line ---, and put what follows into a file of its own.");
        else
            parser.Consume<StreamEnd>();
        return root;
    }

    private DocumentNode ReadNode(string path, int level)
    {
        reached = path;
        if (parser.Accept<AnchorAlias>(out var alias))
        {
            parser.MoveNext();
            return Resolve(alias, path, level);
        }
        var start = parser.Current as NodeEvent ?? throw new YamlException(parser.Current!.Start, parser.Current.End, "a value is expected");
        if (level > MostLevels)
            throw new YamlException(start.Start, start.End, $"maps and lists are nested more than {MostLevels} deep");
        if (!start.Tag.IsEmpty)
            Add(start.Start, path, $"tags such as {start.Tag} are not possible", "Leave the tag out. A text is written in quotes.");
        var anchor = start.Anchor.IsEmpty ? null : start.Anchor.Value;
        if (anchor is not null)
            anchors[anchor] = null;
        var node = start switch
        {
            Scalar scalar => ReadScalar(scalar, path),
            SequenceStart sequence => ReadList(sequence, path, level),
            _ => ReadMap((MappingStart)start, path, level),
        };
        if (anchor is not null)
            anchors[anchor] = node;
        return node;
    }

    private DocumentNode ReadScalar(Scalar scalar, string path)
    {
        parser.MoveNext();
        return scalar.Style == ScalarStyle.Plain
            ? DocumentNode.Single(path, PositionOf(scalar), YamlScalar.ValueOf(scalar.Value), scalar.Value)
            : DocumentNode.Single(path, PositionOf(scalar), scalar.Value);
    }

    private DocumentNode ReadList(SequenceStart start, string path, int level)
    {
        parser.MoveNext();
        var items = new List<DocumentNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(DocumentNode.PathOf(path, items.Count), level + 1));
        return DocumentNode.List(path, PositionOf(start), items);
    }

    private DocumentNode ReadMap(MappingStart start, string path, int level)
    {
        parser.MoveNext();
        var members = new List<DocumentMember>();
        var merged = new List<DocumentNode>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                Add(parser.Current!.Start, path, "a key is a list, a map or an alias", "Keys are words.");
                _ = ReadNode(path, level + 1);
                _ = ReadNode(path, level + 1);
                continue;
            }
            if (!key.Tag.IsEmpty)
                Add(key.Start, path, $"tags such as {key.Tag} are not possible", "Leave the tag out.");
            if (!key.Anchor.IsEmpty)
                anchors[key.Anchor.Value] = DocumentNode.Single(path, PositionOf(key), key.Value);
            var there = DocumentNode.PathOf(path, key.Value);
            var value = ReadNode(there, level + 1);
            if (key is { Value: "<<", Style: ScalarStyle.Plain })
                merged.AddRange(value.Items ?? [value]);
            else if (members.Any(member => member.Key == key.Value))
                Add(key.Start, there, $"the key '{key.Value}' is here twice", "Leave one of them.");
            else
                members.Add(new DocumentMember(key.Value, PositionOf(key), value));
        }
        Merge(members, merged, path, level);
        return DocumentNode.Map(path, PositionOf(start), members);
    }

    /// <summary>Merge keys (https://yaml.org/type/merge.html): what a map says itself wins over what it takes in, and what it takes in first over what comes later.</summary>
    private void Merge(List<DocumentMember> members, List<DocumentNode> merged, string path, int level)
    {
        foreach (var map in merged)
        {
            if (!map.IsMap)
                Add(map.Position, map.Path, $"<< takes in maps, this is {map.Kind}", "Write <<: *name, where &name stands before a map.");
            foreach (var member in map.Members ?? [])
            {
                if (!members.Any(known => known.Key == member.Key))
                    members.Add(member with { Value = Copy(member.Value, DocumentNode.PathOf(path, member.Key), level + 1) });
            }
        }
    }

    private DocumentNode Resolve(AnchorAlias alias, string path, int level)
    {
        var name = alias.Value.Value;
        if (anchors.TryGetValue(name, out var node) && node is not null)
            return Copy(node, path, level);
        Add(
            alias.Start, path, anchors.ContainsKey(name) ? $"*{name} is inside of what it stands for" : $"there is no &{name} before *{name}",
            "An alias stands for what was marked with & further up.");
        return DocumentNode.Single(path, PositionOf(alias), null);
    }

    private DocumentNode Copy(DocumentNode node, string path, int level)
    {
        if (++copies > MostCopies || level > MostLevels)
            throw new YamlException(parser.Current!.Start, parser.Current.End, $"aliases stand for more than {MostCopies} values, or more than {MostLevels} levels");
        return node switch
        {
            { Members: { } members } => DocumentNode.Map(
                path, node.Position, members.Select(member => member with { Value = Copy(member.Value, DocumentNode.PathOf(path, member.Key), level + 1) }).ToList()),
            { Items: { } items } => DocumentNode.List(path, node.Position, items.Select((item, i) => Copy(item, DocumentNode.PathOf(path, i), level + 1)).ToList()),
            _ => DocumentNode.Single(path, node.Position, node.Value, node.Text),
        };
    }

    private static DocumentPosition PositionOf(ParsingEvent parsed) => PositionOf(parsed.Start);

    private static DocumentPosition PositionOf(Mark at) => new((int)at.Line, (int)at.Column);
}
