using System.Text;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables;

/// <summary>
/// The name of a table or chain: 1 to 255 bytes of UTF-8 without NUL. There is no empty one. That is the point of the type:
/// without a name NFT_MSG_DELTABLE deletes every table there is, and NFT_MSG_DELRULE empties every chain of a table.
/// </summary>
public sealed record NfName
{
    /// <exception cref="ArgumentException">Empty, too long, or with a NUL.</exception>
    public NfName(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        if (value.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("a name of nf_tables cannot contain NUL", nameof(value));
        if (Encoding.UTF8.GetByteCount(value) >= NFT_NAME_MAXLEN)
            throw new ArgumentException($"a name of nf_tables has at most {NFT_NAME_MAXLEN - 1} bytes", nameof(value));
        Value = value;
    }

    public string Value { get; }

    /// <exception cref="ArgumentException">Empty, too long, or with a NUL.</exception>
    public static implicit operator NfName(string value) => FromString(value);

    /// <exception cref="ArgumentException">Empty, too long, or with a NUL.</exception>
    public static NfName FromString(string value) => new(value);

    public override string ToString() => Value;
}
