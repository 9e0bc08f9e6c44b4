using VethLab.Linux.Netlink;
using VethLab.Linux.NfTables.Expressions;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables;

/// <summary>
/// A rule as NFT_MSG_GETRULE lists it (enum nft_rule_attributes). No expression is ever left out: one that is not known, or not in the
/// form expected, is an <see cref="UnknownExpression"/>. A message that is not whole throws <see cref="InvalidDataException"/> and
/// with it ends the listing, since a list that lacks a rule looks like a complete one.
/// </summary>
/// <param name="Family">The table's family.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Chain">The chain's name.</param>
/// <param name="Handle">The kernel's number for it within the table; what <see cref="NfBatch.DeleteRule"/> takes.</param>
/// <param name="Expressions">What it does, in order; empty for a rule that does nothing.</param>
/// <param name="Comment">nft's comment, or else that of iptables' comment match; null where there is none.</param>
public sealed record NfRule(
    NfFamily Family, string Table, string Chain, ulong Handle, NfExpressionList Expressions, string? Comment)
{
    internal static NfRule? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != NFT_MSG_NEWRULE)
            return null;
        string? table = null, chain = null, comment = null;
        ulong handle = 0;
        var expressions = NfExpressionList.Empty;
        foreach (var attribute in NfMessage.AttributesOf(body))
        {
            switch (attribute.Type)
            {
                case NFTA_RULE_TABLE: table = attribute.AsString(); break;
                case NFTA_RULE_CHAIN: chain = attribute.AsString(); break;
                case NFTA_RULE_HANDLE: handle = attribute.AsUInt64BigEndian(); break;
                case NFTA_RULE_EXPRESSIONS: expressions = ExpressionDecoder.DecodeList(attribute.Nested); break;
                case NFTA_RULE_USERDATA: comment = RuleUserData.CommentOf(attribute.Payload); break;
            }
        }
        return new NfRule(
            NfMessage.FamilyOf(body),
            table ?? throw new InvalidDataException("a rule without a table"),
            chain ?? throw new InvalidDataException("a rule without a chain"),
            handle, expressions, comment ?? CommentMatchOf(expressions));
    }

    /// <summary>iptables -m comment: struct xt_comment_info { char comment[256]; }.</summary>
    private static string? CommentMatchOf(NfExpressionList expressions)
    {
        foreach (var expression in expressions)
        {
            if (expression is XtMatchExpression { Extension: "comment" } match)
                return new NetlinkAttribute(0, match.Info.Span).AsString();
        }
        return null;
    }
}
