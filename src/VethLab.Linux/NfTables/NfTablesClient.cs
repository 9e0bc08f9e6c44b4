using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Netlink.NetlinkConstants;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables;

/// <summary>
/// Reads and changes the nf_tables ruleset of the namespace that a netfilter netlink socket was opened in. A kernel without nf_tables
/// says so in one of three ways: EPROTONOSUPPORT when the socket is opened (no nfnetlink), EINVAL on reading and EOPNOTSUPP on
/// committing (nfnetlink without nf_tables). Reading gives EINVAL for no other reason.
/// </summary>
public sealed class NfTablesClient(NetlinkSocket socket)
{
    private const byte AllFamilies = 0;

    /// <summary>All tables, or those of a family.</summary>
    /// <exception cref="NetlinkException">EPERM: not permitted; EINVAL: no nf_tables.</exception>
    public IReadOnlyList<NfTable> GetTables(NfFamily? family = null)
    {
        var request = DumpRequest("list tables", NFT_MSG_GETTABLE, family);
        return socket.Dump(request, NfTable.Decode).FindAll(table => family is null || table.Family == family);
    }

    /// <summary>All chains, or those of a family, of a table, or of a table in one family. None where there is no such table.</summary>
    /// <exception cref="NetlinkException">EPERM: not permitted; EINVAL: no nf_tables.</exception>
    public IReadOnlyList<NfChain> GetChains(NfFamily? family = null, string? table = null)
    {
        var request = DumpRequest("list chains", NFT_MSG_GETCHAIN, family);
        return socket.Dump(request, NfChain.Decode).FindAll(
            chain => (family is null || chain.Family == family) && (table is null || chain.Table == table));
    }

    /// <summary>
    /// The rules of a table, or of one of its chains, in the order in which they apply, chain by chain. None where there is no such
    /// table or chain.
    /// </summary>
    /// <exception cref="NetlinkException">EPERM: not permitted; EINVAL: no nf_tables.</exception>
    /// <exception cref="InvalidDataException">A message was not whole: no list rather than one that lacks a rule.</exception>
    public IReadOnlyList<NfRule> GetRules(NfFamily family, NfName table, string? chain = null)
    {
        var request = DumpRequest($"list rules of {family.NftName()} {table}", NFT_MSG_GETRULE, family);
        request.Body.PutString(NFTA_RULE_TABLE, table.Value);
        if (!string.IsNullOrEmpty(chain))
            request.Body.PutString(NFTA_RULE_CHAIN, chain);
        // Old kernels send all rules whatever is asked for.
        return socket.Dump(request, NfRule.Decode).FindAll(
            rule => rule.Family == family && rule.Table == table.Value && (chain is null || rule.Chain == chain));
    }

    /// <summary>The sets and maps of a table, those written in rules themselves included. None where there is no such table.</summary>
    /// <exception cref="NetlinkException">EPERM: not permitted; EINVAL: no nf_tables.</exception>
    public IReadOnlyList<NfSet> GetSets(NfFamily family, NfName table)
    {
        var request = DumpRequest($"list sets of {family.NftName()} {table}", NFT_MSG_GETSET, family);
        request.Body.PutString(NFTA_SET_TABLE, table.Value);
        return DumpOrNone(request, NfSet.Decode).FindAll(set => set.Family == family && set.Table == table.Value);
    }

    /// <summary>The elements of a set or map. None where there is no such set.</summary>
    /// <exception cref="NetlinkException">EPERM: not permitted; EINVAL: no nf_tables.</exception>
    public IReadOnlyList<NfSetElement> GetElements(NfFamily family, NfName table, NfName set)
    {
        var request = DumpRequest($"list elements of {family.NftName()} {table} {set}", NFT_MSG_GETSETELEM, family);
        request.Body.PutString(NFTA_SET_ELEM_LIST_TABLE, table.Value);
        request.Body.PutString(NFTA_SET_ELEM_LIST_SET, set.Value);
        return DumpOrNone(request, NfSet.DecodeElements).SelectMany(elements => elements).ToList();
    }

    /// <summary>What tables declare by name beside chains: sets and maps, stateful objects, flowtables.</summary>
    /// <exception cref="NetlinkException">EPERM: not permitted; EINVAL: no nf_tables.</exception>
    public IReadOnlyList<NfDeclaration> GetDeclarations() =>
    [
        .. socket.Dump(DumpRequest("list sets", NFT_MSG_GETSET, null), NfDeclaration.Decode),
        .. socket.Dump(DumpRequest("list objects", NFT_MSG_GETOBJ, null), NfDeclaration.Decode),
        .. socket.Dump(DumpRequest("list flowtables", NFT_MSG_GETFLOWTABLE, null), NfDeclaration.Decode),
    ];

    /// <summary>A set's elements as texts to compare, without what expires or counts. None where there is no such set.</summary>
    /// <exception cref="NetlinkException">EPERM: not permitted.</exception>
    public IReadOnlyList<string> GetElementTexts(NfDeclaration set)
    {
        var request = DumpRequest($"list elements of {set.Name}", NFT_MSG_GETSETELEM, set.Family);
        request.Body.PutString(NFTA_SET_ELEM_LIST_TABLE, set.Table);
        request.Body.PutString(NFTA_SET_ELEM_LIST_SET, set.Name);
        return DumpOrNone(request, NfDeclaration.DecodeElements).SelectMany(elements => elements).ToList();
    }

    private List<T> DumpOrNone<T>(NetlinkRequest request, MessageDecoder<T> decode) where T : class
    {
        try
        {
            return socket.Dump(request, decode);
        }
        catch (NetlinkException failure) when (failure.Errno == Errno.ENOENT)
        {
            return [];
        }
    }

    /// <summary>The number of the ruleset's present generation: it changes with every commit of anybody (NFT_MSG_GETGEN).</summary>
    /// <exception cref="NetlinkException">EPERM: not permitted; EINVAL: no nf_tables.</exception>
    public uint GetGeneration()
    {
        var request = NfMessage.Request("read the ruleset's generation", NFT_MSG_GETGEN, AllFamilies, NLM_F_ACK);
        return socket.Get(request, NfGeneration.Decode)?.Id
            ?? throw new NetlinkException(request.Operation, Errno.EPROTO, "no generation in the answer", sequence: request.Sequence);
    }

    /// <summary>
    /// Makes all changes of a batch, or none. Given a generation, only if the ruleset is still that. On return they are in force; an empty
    /// batch does nothing.
    /// </summary>
    /// <exception cref="NetlinkException">
    /// The kernel refused, and nothing was changed. The operation is the first change that it objected to, or the whole batch: EPERM: not
    /// permitted; ERESTART: another generation; EOPNOTSUPP: no nf_tables, or not this family.
    /// </exception>
    /// <exception cref="LinuxException">
    /// EMSGSIZE: too many changes at once; nothing was changed. Some ten thousand are possible, in a user namespace about a thousand.
    /// </exception>
    public void Commit(NfBatch batch, uint? generation = null)
    {
        if (batch.Count == 0)
            return;
        var whole = batch.Count == 1 ? batch.Operations[0] : $"{batch.Operations[0]} and {batch.Count - 1} more changes";
        var begin = NfMessage.BatchBoundary(whole, NFNL_MSG_BATCH_BEGIN);
        if (generation is { } expected)
            begin.Body.PutUInt32BigEndian(NFNL_BATCH_GENID, expected);
        // Refusals are always answered, so one acknowledgement tells that the kernel came to the end; more would only fill the buffer.
        // It is asked of the last change because kernels before 6.10 do not acknowledge a batch's beginning and end.
        var last = batch.Requests[^1];
        last.AskForAcknowledgement();
        NetlinkRequest[] sent = [begin, .. batch.Requests, NfMessage.BatchBoundary(whole, NFNL_MSG_BATCH_END)];
        var verdicts = socket.Exchange(sent);

        var errors = new Dictionary<NetlinkRequest, NetlinkError>();
        foreach (var (request, error) in verdicts)
        {
            if (error.Errno != Errno.None)
                errors.TryAdd(request, error);
        }
        // The first refused change is the cause; later ones may only follow from it. Beginning and end stand for the whole batch.
        foreach (var request in sent)
            ThrowIfRefused(request);
        if (!verdicts.Exists(verdict => verdict.Request == last))
        {
            throw new NetlinkException(
                whole, Errno.EPROTO, "the kernel did not answer; whether anything was changed is not known", sequence: last.Sequence);
        }

        void ThrowIfRefused(NetlinkRequest request)
        {
            if (!errors.TryGetValue(request, out var error))
                return;
            if (error.Errno == Errno.ERESTART)
                error = error with { KernelMessage = error.KernelMessage ?? "the ruleset has changed in the meantime" };
            throw error.ToException(request.Operation, request.Sequence);
        }
    }

    /// <summary>
    /// Reads, decides and changes as if nobody else did so at the time: <paramref name="plan"/> reads with this client and returns what
    /// to change; when the ruleset has changed since it began, its batch is refused and it is asked again. Returns whether anything was
    /// committed; nothing is when the plan returns null or an empty batch.
    /// </summary>
    /// <exception cref="NetlinkException">As <see cref="Commit"/>; ERESTART only after the last attempt.</exception>
    public bool Transact(Func<NfBatch?> plan, int attempts = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(attempts);
        while (true)
        {
            var generation = GetGeneration();
            if (plan() is not { Count: > 0 } batch)
                return false;
            try
            {
                Commit(batch, generation);
                return true;
            }
            catch (NetlinkException failure) when (failure.Errno == Errno.ERESTART && --attempts > 0)
            {
            }
        }
    }

    private static NetlinkRequest DumpRequest(string operation, ushort type, NfFamily? family) =>
        NfMessage.Request(operation, type, family is { } one ? (byte)one : AllFamilies, NLM_F_DUMP);
}
