using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables;

/// <summary>A chain as NFT_MSG_GETCHAIN lists it (enum nft_chain_attributes).</summary>
/// <param name="Family">The table's family.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Name">Unique within the table.</param>
/// <param name="Handle">The kernel's number for it within the table.</param>
/// <param name="Type">filter, nat or route; null unless it is a base chain.</param>
/// <param name="Hook">Where it is called; null unless it is a base chain.</param>
/// <param name="Priority">Lower is earlier; null unless it is a base chain.</param>
/// <param name="Policy">Accept or Drop; null unless it is a base chain.</param>
/// <param name="Device">The device of ingress and egress chains, several by name and separated by ", "; null elsewhere.</param>
/// <param name="UseCount">How many rules it holds, and how many jump to it, together.</param>
public sealed record NfChain(
    NfFamily Family, string Table, string Name, ulong Handle,
    string? Type, NfHook? Hook, int? Priority, NfVerdict? Policy, string? Device, uint UseCount)
{
    /// <summary>Whether it is called at a hook by itself, not only by jumps.</summary>
    public bool IsBase => Hook is not null;

    internal static NfChain? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != NFT_MSG_NEWCHAIN)
            return null;
        var family = NfMessage.FamilyOf(body);
        string? table = null, name = null;
        var chain = new NfChain(family, "", "", 0, null, null, null, null, null, 0);
        foreach (var attribute in NfMessage.AttributesOf(body))
        {
            switch (attribute.Type)
            {
                case NFTA_CHAIN_TABLE: table = attribute.AsString(); break;
                case NFTA_CHAIN_NAME: name = attribute.AsString(); break;
                case NFTA_CHAIN_HANDLE: chain = chain with { Handle = attribute.AsUInt64BigEndian() }; break;
                case NFTA_CHAIN_TYPE: chain = chain with { Type = attribute.AsString() }; break;
                case NFTA_CHAIN_POLICY: chain = chain with { Policy = (NfVerdict)attribute.AsUInt32BigEndian() }; break;
                case NFTA_CHAIN_USE: chain = chain with { UseCount = attribute.AsUInt32BigEndian() }; break;
                case NFTA_CHAIN_HOOK: chain = chain.AtHook(attribute.Nested); break;
            }
        }
        return chain with
        {
            Table = table ?? throw new InvalidDataException("a chain without a table"),
            Name = name ?? throw new InvalidDataException("a chain without a name"),
        };
    }

    private NfChain AtHook(NetlinkAttributes hook)
    {
        var chain = this with { Hook = NfHook.Other };
        foreach (var attribute in hook)
        {
            switch (attribute.Type)
            {
                case NFTA_HOOK_HOOKNUM:
                    chain = chain with { Hook = NfHookNumbers.FromNumber(Family, attribute.AsUInt32BigEndian()) };
                    break;
                case NFTA_HOOK_PRIORITY: chain = chain with { Priority = (int)attribute.AsUInt32BigEndian() }; break;
                case NFTA_HOOK_DEV: chain = chain with { Device = attribute.AsString() }; break;
                case NFTA_HOOK_DEVS: chain = chain with { Device = DevicesOf(attribute.Nested) }; break;
            }
        }
        return chain;
    }

    private static string? DevicesOf(NetlinkAttributes list)
    {
        var names = new List<string>();
        foreach (var attribute in list)
        {
            if (attribute.Type == NFTA_DEVICE_NAME)
                names.Add(attribute.AsString());
        }
        names.Sort(StringComparer.Ordinal);
        return names.Count == 0 ? null : string.Join(", ", names);
    }
}
