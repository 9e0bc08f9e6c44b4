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
        string? table = null, name = null, kind = null;
        ulong handle = 0;
        uint use = 0;
        NfVerdict? policy = null;
        var place = default(Place);
        foreach (var attribute in NfMessage.AttributesOf(body))
        {
            switch (attribute.Type)
            {
                case NFTA_CHAIN_TABLE: table = attribute.AsString(); break;
                case NFTA_CHAIN_NAME: name = attribute.AsString(); break;
                case NFTA_CHAIN_HANDLE: handle = attribute.AsUInt64BigEndian(); break;
                case NFTA_CHAIN_TYPE: kind = attribute.AsString(); break;
                case NFTA_CHAIN_POLICY: policy = (NfVerdict)attribute.AsUInt32BigEndian(); break;
                case NFTA_CHAIN_USE: use = attribute.AsUInt32BigEndian(); break;
                case NFTA_CHAIN_HOOK: place = Place.Decode(family, attribute.Nested); break;
            }
        }
        return new NfChain(
            family,
            table ?? throw new InvalidDataException("a chain without a table"),
            name ?? throw new InvalidDataException("a chain without a name"),
            handle, kind, place.Hook, place.Priority, policy, place.Device, use);
    }

    /// <summary>Where a base chain is called (enum nft_hook_attributes).</summary>
    private readonly record struct Place(NfHook? Hook, int? Priority, string? Device)
    {
        internal static Place Decode(NfFamily family, NetlinkAttributes attributes)
        {
            var hook = NfHook.Other;
            int? priority = null;
            string? device = null;
            foreach (var attribute in attributes)
            {
                switch (attribute.Type)
                {
                    case NFTA_HOOK_HOOKNUM: hook = NfHookNumbers.FromNumber(family, attribute.AsUInt32BigEndian()); break;
                    case NFTA_HOOK_PRIORITY: priority = (int)attribute.AsUInt32BigEndian(); break;
                    case NFTA_HOOK_DEV: device = attribute.AsString(); break;
                    case NFTA_HOOK_DEVS: device = DevicesOf(attribute.Nested); break;
                }
            }
            return new Place(hook, priority, device);
        }
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
