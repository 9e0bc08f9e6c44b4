using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace VethLab.Linux.Packets;

/// <summary>The options of a TCP header (RFC 9293, RFC 7323, RFC 2018). What is not there is null; other options are in the text only.</summary>
public sealed record TcpOptions
{
    private string text = string.Empty;

    /// <summary>The largest segment that the sender can take, in bytes.</summary>
    public int? MaximumSegmentSize { get; private set; }

    /// <summary>The sender's windows are to be shifted left by so many bits.</summary>
    public int? WindowScale { get; private set; }

    /// <summary>The sender understands selective acknowledgments.</summary>
    public bool IsSackPermitted { get; private set; }

    /// <summary>What was received beyond the acknowledged number: first:after-last, as sequence numbers.</summary>
    public string[] SackBlocks { get; private set; } = [];

    public uint? TimestampValue { get; private set; }

    public uint? TimestampEcho { get; private set; }

    /// <summary>All of them, as tcpdump writes them.</summary>
    public override string ToString() => text;

    internal static TcpOptions Read(ReadOnlySpan<byte> options)
    {
        var text = new StringBuilder();
        TcpOptionsText.Append(text, options);
        var read = new TcpOptions { text = text.ToString() };
        for (var walk = new TcpOptionWalk(options); walk.MoveNext();)
            read.Take(walk.Kind, walk.Value);
        return read;
    }

    internal static string Block(ReadOnlySpan<byte> block) => string.Create(
        CultureInfo.InvariantCulture, $"{BinaryPrimitives.ReadUInt32BigEndian(block)}:{BinaryPrimitives.ReadUInt32BigEndian(block[4..])}");

    private void Take(byte kind, ReadOnlySpan<byte> value)
    {
        switch (kind, value.Length)
        {
            case (2, 2):
                MaximumSegmentSize = BinaryPrimitives.ReadUInt16BigEndian(value);
                break;
            case (3, 1):
                WindowScale = value[0];
                break;
            case (4, 0):
                IsSackPermitted = true;
                break;
            case (5, > 0) when value.Length % 8 == 0:
                var blocks = new string[value.Length / 8];
                for (var i = 0; i < blocks.Length; i++)
                    blocks[i] = Block(value[(8 * i)..]);
                SackBlocks = blocks;
                break;
            case (8, 8):
                TimestampValue = BinaryPrimitives.ReadUInt32BigEndian(value);
                TimestampEcho = BinaryPrimitives.ReadUInt32BigEndian(value[4..]);
                break;
        }
    }
}
