using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// An expression that this version does not know, or not in this form; as it came. Written again it is what it was.
/// </summary>
/// <param name="Kind">The kernel's name for the kind.</param>
/// <param name="Data">The payload of NFTA_EXPR_DATA.</param>
public sealed record UnknownExpression(string Kind, NfBytes Data) : NfExpression
{
    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer) => Data.Span.CopyTo(writer.Append(Data.Length));
}
