using VethLab.Linux.Netlink;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Tests.Support;
using static VethLab.Linux.NfTables.NfTablesConstants;
using static VethLab.Tests.Support.Allocations;

namespace VethLab.Tests.NfTables;

/// <summary>What is read of nf_tables allocates what is handed out, and not a piece for each attribute.</summary>
[Collection(Alone.Name)]
public sealed class MessageAllocationTests
{
    [Theory]
    [InlineData("table")]
    [InlineData("chain")]
    [InlineData("hook")]
    [InlineData("rule")]
    [InlineData("trace")]
    [InlineData("log")]
    [InlineData("nat")]
    [InlineData("masquerade")]
    [InlineData("redirect")]
    public void A_message_allocates_the_same_with_one_attribute_and_with_a_hundred(string what)
    {
        var (few, many) = (Message(what, 1), Message(what, 100));

        Assert.Equal(Allocated(() => Decode(what, few)), Allocated(() => Decode(what, many)));
    }

    private static byte[] Message(string what, int count)
    {
        var writer = new NetlinkWriter();
        switch (what)
        {
            case "table":
                Begin(writer, NFTA_TABLE_NAME);
                Repeat(writer, count, NFTA_TABLE_USE);
                break;
            case "chain":
                Begin(writer, NFTA_CHAIN_TABLE, NFTA_CHAIN_NAME);
                Repeat(writer, count, NFTA_CHAIN_USE);
                break;
            case "hook":
                Begin(writer, NFTA_CHAIN_TABLE, NFTA_CHAIN_NAME);
                using (writer.BeginNested(NFTA_CHAIN_HOOK))
                    Repeat(writer, count, NFTA_HOOK_PRIORITY);
                break;
            case "rule":
                Begin(writer, NFTA_RULE_TABLE, NFTA_RULE_CHAIN);
                for (var i = 0; i < count; i++)
                    writer.PutUInt64BigEndian(NFTA_RULE_HANDLE, 7);
                break;
            case "trace":
                Begin(writer, NFTA_TRACE_TABLE, NFTA_TRACE_CHAIN);
                Repeat(writer, count, NFTA_TRACE_ID);
                break;
            case "log": Repeat(writer, count, NFTA_LOG_LEVEL); break;
            case "nat":
                writer.PutUInt32BigEndian(NFTA_NAT_TYPE, 1);
                writer.PutUInt32BigEndian(NFTA_NAT_FAMILY, (uint)NfFamily.IPv4);
                Repeat(writer, count, NFTA_NAT_REG_ADDR_MIN);
                break;
            case "masquerade": Repeat(writer, count, NFTA_MASQ_REG_PROTO_MIN); break;
            case "redirect": Repeat(writer, count, NFTA_REDIR_REG_PROTO_MIN); break;
        }
        return writer.Written.ToArray();
    }

    /// <summary>struct nfgenmsg of four bytes, and names.</summary>
    private static void Begin(NetlinkWriter writer, params ReadOnlySpan<int> names)
    {
        writer.Append(4)[0] = (byte)NfFamily.IPv4;
        foreach (var name in names)
            writer.PutString(name, "name");
    }

    private static void Repeat(NetlinkWriter writer, int count, int attribute)
    {
        for (var i = 0; i < count; i++)
            writer.PutUInt32BigEndian(attribute, 1);
    }

    private static void Decode(string what, byte[] body) => Assert.NotNull(what switch
    {
        "table" => NfTable.Decode(NFT_MSG_NEWTABLE, body),
        "chain" or "hook" => NfChain.Decode(NFT_MSG_NEWCHAIN, body),
        "rule" => NfRule.Decode(NFT_MSG_NEWRULE, body),
        "trace" => NfTraceMessage.Decode(NFT_MSG_TRACE, body),
        "log" => LogExpression.Decode(new NetlinkAttributes(body)),
        "nat" => NatExpression.Decode(new NetlinkAttributes(body)),
        "masquerade" => MasqueradeExpression.Decode(new NetlinkAttributes(body)),
        _ => (object?)RedirectExpression.Decode(new NetlinkAttributes(body)),
    });
}
