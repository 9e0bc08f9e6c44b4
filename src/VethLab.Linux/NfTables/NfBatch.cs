using VethLab.Linux.Netlink;
using VethLab.Linux.NfTables.Expressions;
using static VethLab.Linux.Netlink.NetlinkConstants;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables;

/// <summary>
/// Changes that <see cref="NfTablesClient.Commit"/> makes all at once or not at all, in the order they were added. Nothing is sent
/// before. Each method returns the batch.
/// </summary>
public sealed class NfBatch
{
    private readonly List<NetlinkRequest> requests = [];

    /// <summary>How many changes it holds.</summary>
    public int Count => requests.Count;

    /// <summary>The changes in words, as errors name them: "add table ip vethlab".</summary>
    public IReadOnlyList<string> Operations => requests.ConvertAll(request => request.Operation);

    internal IReadOnlyList<NetlinkRequest> Requests => requests;

    /// <summary>
    /// A table. One that is there already stays, with the flags where any are given, unless <paramref name="exclusive"/> makes it an error
    /// (EEXIST).
    /// </summary>
    public NfBatch AddTable(NfFamily family, NfName name, NfTableFlags flags = NfTableFlags.None, bool exclusive = false)
    {
        var body = Add($"add table {Named(family, name)}", NFT_MSG_NEWTABLE, family, CreateFlags(exclusive));
        body.PutString(NFTA_TABLE_NAME, name.Value);
        if (flags != NfTableFlags.None)
            body.PutUInt32BigEndian(NFTA_TABLE_FLAGS, (uint)flags);
        return this;
    }

    /// <summary>Deletes a table with all that is in it (ENOENT: it is not there).</summary>
    public NfBatch DeleteTable(NfFamily family, NfName name)
    {
        Add($"delete table {Named(family, name)}", NFT_MSG_DELTABLE, family).PutString(NFTA_TABLE_NAME, name.Value);
        return this;
    }

    /// <summary>
    /// A regular chain, which is called by jumps; one that is there already is no error unless <paramref name="exclusive"/>.
    /// </summary>
    public NfBatch AddChain(NfFamily family, NfName table, NfName name, bool exclusive = false)
    {
        AddChainMessage("add", family, table, name, CreateFlags(exclusive));
        return this;
    }

    /// <summary>
    /// A base chain. One that is there already at the same hook and priority gets the policy (EEXIST: at another one, or
    /// <paramref name="exclusive"/>).
    /// </summary>
    /// <exception cref="ArgumentException">The family has no such hook.</exception>
    public NfBatch AddChain(NfFamily family, NfName table, NfName name, NfBaseChain at, bool exclusive = false)
    {
        var number = NfHookNumbers.ToNumber(family, at.Hook);
        var body = AddChainMessage("add", family, table, name, CreateFlags(exclusive));
        using (body.BeginNested(NFTA_CHAIN_HOOK))
        {
            body.PutUInt32BigEndian(NFTA_HOOK_HOOKNUM, number);
            body.PutUInt32BigEndian(NFTA_HOOK_PRIORITY, (uint)at.Priority);
            if (at.Device is not null)
                body.PutString(NFTA_HOOK_DEV, at.Device);
        }
        body.PutUInt32BigEndian(NFTA_CHAIN_POLICY, (uint)at.Policy);
        body.PutString(NFTA_CHAIN_TYPE, at.Type);
        return this;
    }

    /// <summary>Gives a base chain another policy, Accept or Drop (ENOENT: no such chain; EOPNOTSUPP: no base chain).</summary>
    public NfBatch SetPolicy(NfFamily family, NfName table, NfName chain, NfVerdict policy)
    {
        AddChainMessage($"set policy {policy.NftName()} of", family, table, chain, 0)
            .PutUInt32BigEndian(NFTA_CHAIN_POLICY, (uint)policy);
        return this;
    }

    /// <summary>Deletes a chain; the kernel first takes out its rules (EBUSY: a rule jumps to it).</summary>
    public NfBatch DeleteChain(NfFamily family, NfName table, NfName name)
    {
        var body = Add($"delete chain {Named(family, table, name)}", NFT_MSG_DELCHAIN, family);
        body.PutString(NFTA_CHAIN_TABLE, table.Value);
        body.PutString(NFTA_CHAIN_NAME, name.Value);
        return this;
    }

    /// <summary>Deletes all rules of a chain (ENOENT: it is not there).</summary>
    public NfBatch FlushChain(NfFamily family, NfName table, NfName chain)
    {
        AddRuleMessage("flush chain", NFT_MSG_DELRULE, family, table, chain, 0);
        return this;
    }

    /// <summary>A rule at the chain's end.</summary>
    /// <exception cref="ArgumentException">The comment is empty or over 127 bytes in UTF-8.</exception>
    public NfBatch AddRule(NfFamily family, NfName table, NfName chain, NfExpressionList expressions, string? comment = null)
    {
        var userData = comment is null ? null : RuleUserData.Encode(comment);
        var body = AddRuleMessage("add rule to", NFT_MSG_NEWRULE, family, table, chain, NLM_F_CREATE | NLM_F_APPEND);
        WriteRule(body, expressions, userData);
        return this;
    }

    /// <summary>A rule at the chain's top, or right before another one (ENOENT: it is not there).</summary>
    /// <exception cref="ArgumentException">The comment is empty or over 127 bytes in UTF-8.</exception>
    public NfBatch InsertRule(
        NfFamily family, NfName table, NfName chain, NfExpressionList expressions, string? comment = null, ulong? before = null)
    {
        var userData = comment is null ? null : RuleUserData.Encode(comment);
        var body = AddRuleMessage("insert rule into", NFT_MSG_NEWRULE, family, table, chain, NLM_F_CREATE);
        if (before is { } handle)
            body.PutUInt64BigEndian(NFTA_RULE_POSITION, handle);
        WriteRule(body, expressions, userData);
        return this;
    }

    /// <summary>Deletes one rule (ENOENT: it is not there).</summary>
    public NfBatch DeleteRule(NfFamily family, NfName table, NfName chain, ulong handle)
    {
        AddRuleMessage($"delete rule {handle} from", NFT_MSG_DELRULE, family, table, chain, 0)
            .PutUInt64BigEndian(NFTA_RULE_HANDLE, handle);
        return this;
    }

    private static void WriteRule(NetlinkWriter body, NfExpressionList expressions, byte[]? userData)
    {
        using (body.BeginNested(NFTA_RULE_EXPRESSIONS))
        {
            foreach (var expression in expressions)
                expression.Write(body);
        }
        if (userData is not null)
            body.PutBytes(NFTA_RULE_USERDATA, userData);
    }

    private NetlinkWriter AddRuleMessage(string verb, ushort type, NfFamily family, NfName table, NfName chain, ushort flags)
    {
        var body = Add($"{verb} {Named(family, table, chain)}", type, family, flags);
        body.PutString(NFTA_RULE_TABLE, table.Value);
        body.PutString(NFTA_RULE_CHAIN, chain.Value);
        return body;
    }

    private NetlinkWriter AddChainMessage(string verb, NfFamily family, NfName table, NfName name, ushort flags)
    {
        var body = Add($"{verb} chain {Named(family, table, name)}", NFT_MSG_NEWCHAIN, family, flags);
        body.PutString(NFTA_CHAIN_TABLE, table.Value);
        body.PutString(NFTA_CHAIN_NAME, name.Value);
        return body;
    }

    private NetlinkWriter Add(string operation, ushort type, NfFamily family, ushort flags = 0)
    {
        // Family 0 with NFT_MSG_DELTABLE means the tables of every family.
        if (!Enum.IsDefined(family))
            throw new ArgumentOutOfRangeException(nameof(family), family, "no family of nf_tables");
        var request = NfMessage.Request(operation, type, (byte)family, flags);
        requests.Add(request);
        return request.Body;
    }

    private static ushort CreateFlags(bool exclusive) => exclusive ? (ushort)(NLM_F_CREATE | NLM_F_EXCL) : NLM_F_CREATE;

    private static string Named(NfFamily family, params ReadOnlySpan<NfName> names)
    {
        var text = family.NftName();
        foreach (var name in names)
            text += " " + (name ?? throw new ArgumentNullException(nameof(names))).Value;
        return text;
    }
}
