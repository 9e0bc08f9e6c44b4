using System.Text;
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

    /// <summary>The same without what a quota has used up and when packets came last, which change by themselves.</summary>
    internal UnknownExpression Uncounted() => Kind switch
    {
        "last" => this with { Data = default },
        "quota" => this with { Data = new NfBytes(Encoding.UTF8.GetBytes(AttributeText.Of(new NetlinkAttributes(Data.Span), number => number != NFTA_QUOTA_CONSUMED))) },
        _ => this,
    };

    internal override void WriteData(NetlinkWriter writer) => Data.Span.CopyTo(writer.Append(Data.Length));
}
