using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables;

/// <summary>A table as NFT_MSG_GETTABLE lists it (enum nft_table_attributes).</summary>
/// <param name="Family">Which packets it sees.</param>
/// <param name="Name">Unique within the family.</param>
/// <param name="Handle">The kernel's number for it, not used again for another.</param>
/// <param name="Flags">Whether it sleeps, and whether a process owns it.</param>
/// <param name="OwnerPort">Netlink port, mostly the process id, of the socket that owns it; null where nobody does.</param>
/// <param name="UseCount">How many chains, sets and other objects it holds.</param>
/// <param name="UserData">What its maker stored with it, as nft's comment; null where there is none or the kernel keeps none.</param>
public sealed record NfTable(
    NfFamily Family, string Name, ulong Handle, NfTableFlags Flags, uint? OwnerPort, uint UseCount, NfBytes? UserData)
{
    internal static NfTable? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != NFT_MSG_NEWTABLE)
            return null;
        string? name = null;
        ulong handle = 0;
        uint flags = 0, use = 0;
        uint? owner = null;
        NfBytes? userData = null;
        foreach (var attribute in NfMessage.AttributesOf(body))
        {
            switch (attribute.Type)
            {
                case NFTA_TABLE_NAME: name = attribute.AsString(); break;
                case NFTA_TABLE_FLAGS: flags = attribute.AsUInt32BigEndian(); break;
                case NFTA_TABLE_USE: use = attribute.AsUInt32BigEndian(); break;
                case NFTA_TABLE_HANDLE: handle = attribute.AsUInt64BigEndian(); break;
                case NFTA_TABLE_USERDATA: userData = new NfBytes(attribute.Payload); break;
                case NFTA_TABLE_OWNER: owner = attribute.AsUInt32BigEndian(); break;
            }
        }
        return new NfTable(
            NfMessage.FamilyOf(body), name ?? throw new InvalidDataException("a table without a name"),
            handle, (NfTableFlags)flags, owner, use, userData);
    }
}
