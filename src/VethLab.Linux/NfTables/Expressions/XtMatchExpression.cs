using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// A match of iptables that nf_tables has no expression for (-m comment and others), run by nft_compat:
/// NFTA_MATCH_NAME string, _REV u32, _INFO the structure in the extension's header in linux/netfilter/, in host order.
/// </summary>
/// <param name="Extension">The extension's name.</param>
/// <param name="Revision">Which version of the structure it is.</param>
/// <param name="Info">The structure.</param>
public sealed record XtMatchExpression(string Extension, uint Revision, NfBytes Info) : NfExpression
{
    internal const string Kind = "match";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutString(NFTA_TARGET_NAME, Extension);
        writer.PutUInt32BigEndian(NFTA_TARGET_REV, Revision);
        writer.PutBytes(NFTA_TARGET_INFO, Info.Span);
    }

    internal static XtMatchExpression? Decode(NetlinkAttributes data)
    {
        string? name = null;
        uint revision = 0;
        NfBytes info = default;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_TARGET_NAME: name = attribute.AsString(); break;
                case NFTA_TARGET_REV: revision = attribute.AsUInt32BigEndian(); break;
                case NFTA_TARGET_INFO: info = new NfBytes(attribute.Payload); break;
            }
        }
        return name is null ? null : new XtMatchExpression(name, revision, info);
    }
}
