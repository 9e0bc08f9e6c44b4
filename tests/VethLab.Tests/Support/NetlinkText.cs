using System.Buffers.Binary;
using System.Text.Json;
using VethLab.Linux.Netlink;

namespace VethLab.Tests.Support;

/// <summary>Ways to look at recorded netlink messages and at what a tool printed of them.</summary>
internal static class NetlinkText
{
    /// <summary>Decodes the messages that a decoder does not leave out.</summary>
    public static List<T> Decode<T>(IEnumerable<byte[]> messages, MessageDecoder<T> decode) where T : class =>
        [.. messages.Select(message => decode(TypeOf(message), message.AsSpan(16))).OfType<T>()];

    public static ushort TypeOf(byte[] message) => BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(4));

    public static ushort FlagsOf(byte[] message) => BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(6));

    /// <summary>The objects of an array in JSON.</summary>
    public static List<JsonElement> Objects(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(element => element.Clone())];
    }

    public static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.ToString() : null;

    public static int? Number(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    public static JsonElement? At(this JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            if (!element.TryGetProperty(name, out element))
                return null;
        }
        return element;
    }
}
