using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables;

/// <summary>A set or map as NFT_MSG_GETSET lists it (enum nft_set_attributes).</summary>
/// <param name="Family">The table's family.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Name">Unique within the table; that of one written in a rule itself is __set0, __map1 and so on.</param>
/// <param name="Flags">What kind of set it is.</param>
/// <param name="KeyLength">Bytes of a key.</param>
/// <param name="FieldLengths">Bytes of each value of a concatenation, in order; each fills whole registers of 4 bytes. Empty elsewhere.</param>
public sealed record NfSet(NfFamily Family, string Table, string Name, NfSetFlags Flags, uint KeyLength, IReadOnlyList<uint> FieldLengths)
{
    internal static NfSet? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != NFT_MSG_NEWSET)
            return null;
        string? table = null, name = null;
        uint flags = 0, length = 0;
        var fields = new List<uint>();
        foreach (var attribute in NfMessage.AttributesOf(body))
        {
            switch (attribute.Type)
            {
                case NFTA_SET_TABLE: table = attribute.AsString(); break;
                case NFTA_SET_NAME: name = attribute.AsString(); break;
                case NFTA_SET_FLAGS: flags = attribute.AsUInt32BigEndian(); break;
                case NFTA_SET_KEY_LEN: length = attribute.AsUInt32BigEndian(); break;
                case NFTA_SET_DESC: ReadFields(attribute.Nested, fields); break;
            }
        }
        return new NfSet(
            NfMessage.FamilyOf(body), table ?? throw new InvalidDataException("a set without a table"),
            name ?? throw new InvalidDataException("a set without a name"), (NfSetFlags)flags, length, fields.AsReadOnly());
    }

    private static void ReadFields(NetlinkAttributes description, List<uint> fields)
    {
        foreach (var part in description)
        {
            if (part.Type != NFTA_SET_DESC_CONCAT)
                continue;
            foreach (var element in part.Nested)
            {
                foreach (var field in element.Nested)
                {
                    if (field.Type == NFTA_SET_FIELD_LEN)
                        fields.Add(field.AsUInt32BigEndian());
                }
            }
        }
    }

    /// <summary>The elements of one message of NFT_MSG_GETSETELEM.</summary>
    internal static List<NfSetElement>? DecodeElements(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != NFT_MSG_NEWSETELEM)
            return null;
        var elements = new List<NfSetElement>();
        foreach (var attribute in NfMessage.AttributesOf(body))
        {
            if (attribute.Type != NFTA_SET_ELEM_LIST_ELEMENTS)
                continue;
            foreach (var element in attribute.Nested)
                elements.Add(NfSetElement.Decode(element.Nested));
        }
        return elements;
    }
}
