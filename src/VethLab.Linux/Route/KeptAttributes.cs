using VethLab.Linux.Netlink;

namespace VethLab.Linux.Route;

/// <summary>
/// Attributes that are not taken apart here but belong to what was read, so that it can be named exactly and given back unchanged. Equal to
/// others with the same bytes in the same order.
/// </summary>
internal sealed class KeptAttributes : IEquatable<KeptAttributes>
{
    internal static readonly KeptAttributes None = new([]);

    private sealed record Kept(int Type, byte[] Payload);

    private readonly Kept[] attributes;

    private KeptAttributes(Kept[] attributes) => this.attributes = attributes;

    internal KeptAttributes With(NetlinkAttribute attribute) => new([.. attributes, new Kept(attribute.Type, attribute.Payload.ToArray())]);

    internal void Write(NetlinkWriter writer)
    {
        foreach (var (type, payload) in attributes)
            writer.PutBytes(type, payload);
    }

    public override string ToString() => string.Join(' ', attributes.Select(one => $"{one.Type}={Convert.ToHexString(one.Payload).ToLowerInvariant()}"));

    public bool Equals(KeptAttributes? other) => other is not null && attributes.Length == other.attributes.Length
        && attributes.Zip(other.attributes).All(pair => pair.First.Type == pair.Second.Type && pair.First.Payload.AsSpan().SequenceEqual(pair.Second.Payload));

    public override bool Equals(object? obj) => Equals(obj as KeptAttributes);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (type, payload) in attributes)
        {
            hash.Add(type);
            hash.AddBytes(payload);
        }
        return hash.ToHashCode();
    }
}
