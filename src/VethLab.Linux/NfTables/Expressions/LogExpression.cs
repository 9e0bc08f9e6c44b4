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
        var log = new LogExpression();
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_LOG_PREFIX: log = log with { Prefix = attribute.AsString() }; break;
                case NFTA_LOG_GROUP: log = log with { Group = attribute.AsUInt16BigEndian() }; break;
                case NFTA_LOG_SNAPLEN: log = log with { SnapLength = attribute.AsUInt32BigEndian() }; break;
                case NFTA_LOG_QTHRESHOLD: log = log with { QueueThreshold = attribute.AsUInt16BigEndian() }; break;
                case NFTA_LOG_LEVEL: log = log with { Level = attribute.AsUInt32BigEndian() }; break;
                case NFTA_LOG_FLAGS: log = log with { Flags = attribute.AsUInt32BigEndian() }; break;
            }
        }
        return log;
    }
}
