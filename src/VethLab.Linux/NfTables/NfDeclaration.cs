using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables;

/// <summary>
/// What a table declares by name beside its chains, as text to compare: a set or map (NFT_MSG_GETSET), a stateful object (NFT_MSG_GETOBJ: counter,
/// quota, limit, helper …) or a flowtable (NFT_MSG_GETFLOWTABLE). Nothing of what it has counted.
/// </summary>
/// <param name="Kind">set, object or flowtable.</param>
/// <param name="Family">The table's family.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Name">Unique within the table among its kind.</param>
/// <param name="SetFlags">What kind of set it is.</param>
/// <param name="Settings">Types, sizes, devices and the rest, by the attributes' numbers in nf_tables.h.</param>
public sealed record NfDeclaration(string Kind, NfFamily Family, string Table, string Name, NfSetFlags SetFlags, string Settings)
{
    public const string Set = "set";

    /// <summary>Packets put elements in, or elements end by themselves: what is in it is no setting.</summary>
    public bool IsDynamic => (SetFlags & (NfSetFlags.Timeout | NfSetFlags.Evaluated)) != 0;

    internal static NfDeclaration? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        var kind = type switch { NFT_MSG_NEWSET => Set, NFT_MSG_NEWOBJ => "object", NFT_MSG_NEWFLOWTABLE => "flowtable", _ => null };
        if (kind is null)
            return null;
        string? table = null, name = null;
        uint number = 0;
        var attributes = NfMessage.AttributesOf(body);
        foreach (var attribute in attributes)
        {
            // All three begin with table and name; the third is a set's flags, and an object's type.
            switch (attribute.Type)
            {
                case NFTA_SET_TABLE: table = attribute.AsString(); break;
                case NFTA_SET_NAME: name = attribute.AsString(); break;
                case NFTA_SET_FLAGS when type != NFT_MSG_NEWFLOWTABLE: number = attribute.AsUInt32BigEndian(); break;
            }
        }
        var settings = AttributeText.Of(attributes, one => type switch
        {
            NFT_MSG_NEWSET => one is not (NFTA_SET_TABLE or NFTA_SET_NAME or NFTA_SET_ID or NFTA_SET_HANDLE or NFTA_SET_COUNT),
            NFT_MSG_NEWOBJ => one is NFTA_OBJ_TYPE or NFTA_OBJ_USERDATA || (one == NFTA_OBJ_DATA && number is not (NFT_OBJECT_COUNTER or NFT_OBJECT_QUOTA)),
            _ => one is NFTA_FLOWTABLE_HOOK or NFTA_FLOWTABLE_FLAGS,
        });
        return new NfDeclaration(
            kind, NfMessage.FamilyOf(body), table ?? throw new InvalidDataException($"a {kind} without a table"), name ?? throw new InvalidDataException($"a {kind} without a name"),
            type == NFT_MSG_NEWSET ? (NfSetFlags)number : NfSetFlags.None, settings);
    }

    /// <summary>The elements of one message of NFT_MSG_GETSETELEM: key, data, flags, comment.</summary>
    internal static List<string>? DecodeElements(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != NFT_MSG_NEWSETELEM)
            return null;
        var elements = new List<string>();
        foreach (var attribute in NfMessage.AttributesOf(body))
        {
            if (attribute.Type != NFTA_SET_ELEM_LIST_ELEMENTS)
                continue;
            foreach (var element in attribute.Nested)
            {
                elements.Add(AttributeText.Of(element.Nested, one => one is NFTA_SET_ELEM_KEY or NFTA_SET_ELEM_KEY_END or NFTA_SET_ELEM_DATA
                    or NFTA_SET_ELEM_FLAGS or NFTA_SET_ELEM_OBJREF or NFTA_SET_ELEM_USERDATA));
            }
        }
        return elements;
    }
}
