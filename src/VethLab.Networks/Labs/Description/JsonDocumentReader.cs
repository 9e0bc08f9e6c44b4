using System.Text;
using System.Text.Json;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Labs.Description;

/// <summary>Reads JSON (RFC 8259, with comments) into a document whose every value knows its line and column.</summary>
public static class JsonDocumentReader
{
    /// <summary>The document, or null and what is wrong with the text.</summary>
    public static (DocumentNode? Root, LabProblem? Problem) Read(ReadOnlySpan<byte> text, string? file)
    {
        // UTF-8's byte order mark, which some editors write.
        if (text.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]))
            text = text[3..];
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        var path = string.Empty;
        try
        {
            reader.Read();
            var root = ReadValue(ref reader, text, string.Empty, ref path);
            while (reader.Read())
            {
                // Whatever comes behind the document throws.
            }
            return (root, null);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            var json = failure as JsonException;
            var reason = json?.Message is { } words ? words.Split(" LineNumber:")[0].Split(" Change the reader options")[0].TrimEnd('.') : "a text is not valid UTF-8";
            return (null, new LabProblem(NetworkError.DescriptionInvalid, path, reason, "The file must be JSON; an editor shows the place.")
            {
                File = file,
                Line = (int)(json?.LineNumber ?? 0) + 1,
                Column = (int)(json?.BytePositionInLine ?? 0) + 1,
            });
        }
    }

    /// <summary>Reads the value at which the reader stands.</summary>
    /// <param name="reader">Where to read.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="path">The value's path.</param>
    /// <param name="reached">The path of the value that was read last, for errors.</param>
    private static DocumentNode ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, string path, ref string reached)
    {
        reached = path;
        var at = PositionOf(text, reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<DocumentMember>();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var key = reader.GetString()!;
                    var keyAt = PositionOf(text, reader.TokenStartIndex);
                    reader.Read();
                    members.Add(new DocumentMember(key, keyAt, ReadValue(ref reader, text, DocumentNode.PathOf(path, key), ref reached)));
                }
                return DocumentNode.Map(path, at, members);
            case JsonTokenType.StartArray:
                var items = new List<DocumentNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadValue(ref reader, text, DocumentNode.PathOf(path, items.Count), ref reached));
                return DocumentNode.List(path, at, items);
            case JsonTokenType.String:
                return DocumentNode.Single(path, at, reader.GetString());
            case JsonTokenType.True or JsonTokenType.False:
                return DocumentNode.Single(path, at, reader.GetBoolean());
            case JsonTokenType.Number:
                return DocumentNode.Single(path, at, reader.TryGetInt64(out var whole) ? (object)whole : reader.GetDouble());
            default:
                return DocumentNode.Single(path, at, null);
        }
    }

    private static DocumentPosition PositionOf(ReadOnlySpan<byte> text, long offset)
    {
        var before = text[..(int)offset];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new DocumentPosition(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }
}
