using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// A target of iptables that nf_tables has no expression for, or iptables uses none (-j MASQUERADE and others), run by nft_compat:
/// NFTA_TARGET_NAME string, _REV u32, _INFO the structure in the extension's header in linux/netfilter/, in host order.
/// </summary>
/// <param name="Extension">The extension's name.</param>
/// <param name="Revision">Which version of the structure it is.</param>
/// <param name="Info">The structure.</param>
public sealed record XtTargetExpression(string Extension, uint Revision, NfBytes Info) : NfExpression
{
    internal const string Kind = "target";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutString(NFTA_TARGET_NAME, Extension);
        writer.PutUInt32BigEndian(NFTA_TARGET_REV, Revision);
        writer.PutBytes(NFTA_TARGET_INFO, Info.Span);
    }

    internal static XtTargetExpression? Decode(NetlinkAttributes data)
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
        return name is null ? null : new XtTargetExpression(name, revision, info);
    }
}
