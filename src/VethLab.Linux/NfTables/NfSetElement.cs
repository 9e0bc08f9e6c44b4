using VethLab.Linux.Netlink;
using VethLab.Linux.NfTables.Expressions;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables;

/// <summary>An element of a set (enum nft_set_elem_attributes).</summary>
/// <param name="Key">Its value; empty for the one that stands for all others.</param>
/// <param name="KeyEnd">The last value of a range, where the set gives both ends in one element; null elsewhere.</param>
/// <param name="Data">What a map has for it; null elsewhere.</param>
/// <param name="Verdict">What a verdict map has for it; null elsewhere.</param>
/// <param name="EndsInterval">Whether a range that began before it ends here, and does not include it.</param>
/// <param name="IsCatchAll">Whether it stands for all values that no other element has.</param>
public sealed record NfSetElement(
    NfBytes Key, NfBytes? KeyEnd, NfBytes? Data, VerdictExpression? Verdict, bool EndsInterval, bool IsCatchAll)
{
    /// <exception cref="InvalidDataException">An element without a key.</exception>
    internal static NfSetElement Decode(NetlinkAttributes element)
    {
        NfBytes? key = null, end = null, data = null;
        VerdictExpression? verdict = null;
        uint flags = 0;
        foreach (var attribute in element)
        {
            switch (attribute.Type)
            {
                case NFTA_SET_ELEM_KEY: key = DataValue.Read(attribute); break;
                case NFTA_SET_ELEM_KEY_END: end = DataValue.Read(attribute); break;
                case NFTA_SET_ELEM_DATA:
                    data = DataValue.Read(attribute);
                    verdict = VerdictExpression.Read(attribute);
                    break;
                case NFTA_SET_ELEM_FLAGS: flags = attribute.AsUInt32BigEndian(); break;
            }
        }
        var isCatchAll = (flags & NFT_SET_ELEM_CATCHALL) != 0;
        return new NfSetElement(
            key ?? (isCatchAll ? default : throw new InvalidDataException("an element without a key")),
            end, data, verdict, (flags & NFT_SET_ELEM_INTERVAL_END) != 0, isCatchAll);
    }
}
