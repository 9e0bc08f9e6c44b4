using System.Text;

namespace VethLab.Linux.NfTables;

/// <summary>
/// What nft keeps with a rule (NFTA_RULE_USERDATA, libnftnl's udata.h): records { u8 type; u8 length; u8 value[length]; }. Type 0 is the
/// comment: text and NUL, 128 bytes at most. iptables-nft shows it as -m comment.
/// </summary>
internal static class RuleUserData
{
    private const byte NFTNL_UDATA_RULE_COMMENT = 0;
    private const int NFTNL_UDATA_COMMENT_MAXLEN = 128;

    /// <exception cref="ArgumentException">Empty, over 127 bytes in UTF-8, or with a NUL.</exception>
    internal static byte[] Encode(string comment)
    {
        ArgumentException.ThrowIfNullOrEmpty(comment);
        var length = Encoding.UTF8.GetByteCount(comment) + 1;
        if (length > NFTNL_UDATA_COMMENT_MAXLEN)
        {
            throw new ArgumentException(
                $"a rule's comment has at most {NFTNL_UDATA_COMMENT_MAXLEN - 1} bytes; this one has {length - 1}", nameof(comment));
        }
        if (comment.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("a rule's comment cannot contain NUL", nameof(comment));
        var bytes = new byte[2 + length];
        bytes[0] = NFTNL_UDATA_RULE_COMMENT;
        bytes[1] = (byte)length;
        Encoding.UTF8.GetBytes(comment, bytes.AsSpan(2));
        return bytes;
    }

    /// <summary>
    /// The comment; null where there is none. The bytes are the maker's own affair, so what cannot be read is passed over.
    /// </summary>
    internal static string? CommentOf(ReadOnlySpan<byte> data)
    {
        while (data.Length >= 2 && data.Length - 2 >= data[1])
        {
            var value = data.Slice(2, data[1]);
            if (data[0] == NFTNL_UDATA_RULE_COMMENT)
            {
                var end = value.IndexOf((byte)0);
                return Encoding.UTF8.GetString(end < 0 ? value : value[..end]);
            }
            data = data[(2 + value.Length)..];
        }
        return null;
    }
}
