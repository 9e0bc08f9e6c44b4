using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Writes the packet to the kernel's log, or to a netlink group where one is given: NFTA_LOG_GROUP u16, _PREFIX string, _SNAPLEN u32,
/// _QTHRESHOLD u16, _LEVEL u32 (as syslog(2)), _FLAGS u32. What is null is not in the message.
/// </summary>
public sealed record LogExpression(
    string? Prefix = null, ushort? Group = null, uint? SnapLength = null, ushort? QueueThreshold = null, uint? Level = null,
    uint? Flags = null) : NfExpression
{
    internal const string Kind = "log";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        if (Prefix is not null)
            writer.PutString(NFTA_LOG_PREFIX, Prefix);
        if (Group is { } group)
            writer.PutUInt16BigEndian(NFTA_LOG_GROUP, group);
        if (SnapLength is { } length)
            writer.PutUInt32BigEndian(NFTA_LOG_SNAPLEN, length);
        if (QueueThreshold is { } threshold)
            writer.PutUInt16BigEndian(NFTA_LOG_QTHRESHOLD, threshold);
        if (Level is { } level)
            writer.PutUInt32BigEndian(NFTA_LOG_LEVEL, level);
        if (Flags is { } flags)
            writer.PutUInt32BigEndian(NFTA_LOG_FLAGS, flags);
    }

    internal static LogExpression Decode(NetlinkAttributes data)
    {
        string? prefix = null;
        ushort? group = null, threshold = null;
        uint? length = null, level = null, flags = null;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_LOG_PREFIX: prefix = attribute.AsString(); break;
                case NFTA_LOG_GROUP: group = attribute.AsUInt16BigEndian(); break;
                case NFTA_LOG_SNAPLEN: length = attribute.AsUInt32BigEndian(); break;
                case NFTA_LOG_QTHRESHOLD: threshold = attribute.AsUInt16BigEndian(); break;
                case NFTA_LOG_LEVEL: level = attribute.AsUInt32BigEndian(); break;
                case NFTA_LOG_FLAGS: flags = attribute.AsUInt32BigEndian(); break;
            }
        }
        return new LogExpression(prefix, group, length, threshold, level, flags);
    }
}
