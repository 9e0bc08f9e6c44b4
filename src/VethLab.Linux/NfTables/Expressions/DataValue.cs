using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>A value within an expression: NFTA_*_DATA { NFTA_DATA_VALUE bytes }.</summary>
internal static class DataValue
{
    internal static void Put(NetlinkWriter writer, int type, ReadOnlySpan<byte> value)
    {
        using (writer.BeginNested(type))
            writer.PutBytes(NFTA_DATA_VALUE, value);
    }

    /// <summary>Null where it is no plain value, but a verdict.</summary>
    internal static NfBytes? Read(in NetlinkAttribute attribute)
    {
        foreach (var inner in attribute.Nested)
        {
            if (inner.Type == NFTA_DATA_VALUE)
                return new NfBytes(inner.Payload);
        }
        return null;
    }
}
