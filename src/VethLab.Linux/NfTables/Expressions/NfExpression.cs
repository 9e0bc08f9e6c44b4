using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// One step of a rule (nft(8), nf_tables.h). Compares by value. On the wire an element of a list: NFTA_LIST_ELEM { NFTA_EXPR_NAME
/// string, NFTA_EXPR_DATA { attributes of the kind } }; integers in the attributes are big-endian.
/// </summary>
public abstract record NfExpression
{
    /// <summary>The kernel's name for the kind: payload, cmp, counter, …</summary>
    public abstract string Name { get; }

    internal abstract void WriteData(NetlinkWriter writer);

    internal void Write(NetlinkWriter writer)
    {
        using (writer.BeginNested(NFTA_LIST_ELEM))
        {
            writer.PutString(NFTA_EXPR_NAME, Name);
            using (writer.BeginNested(NFTA_EXPR_DATA))
                WriteData(writer);
        }
    }
}
