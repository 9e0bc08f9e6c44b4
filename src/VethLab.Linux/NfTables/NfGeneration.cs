using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables;

/// <summary>NFT_MSG_NEWGEN: the ruleset's generation (enum nft_gen_attributes).</summary>
internal sealed record NfGeneration(uint Id)
{
    internal static NfGeneration? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != NFT_MSG_NEWGEN)
            return null;
        foreach (var attribute in NfMessage.AttributesOf(body))
        {
            if (attribute.Type == NFTA_GEN_ID)
                return new NfGeneration(attribute.AsUInt32BigEndian());
        }
        throw new InvalidDataException("a generation without a number");
    }
}
