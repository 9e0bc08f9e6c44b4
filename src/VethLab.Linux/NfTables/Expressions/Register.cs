namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// The registers that expressions hand values on in (enum nft_registers): 0 is the verdict, 1 to 4 have 16 bytes each, 8 to 23 are the same
/// room in pieces of 4 bytes. The kernel lists a piece that begins one of the four under the four's number, so this does as well.
/// </summary>
internal static class Register
{
    private const uint NFT_REG32_00 = 8;
    private const uint NFT_REG32_15 = 23;

    /// <summary>What expressions use that need one register only.</summary>
    internal const uint First = 1;

    internal static uint Canonical(uint register) =>
        register is >= NFT_REG32_00 and <= NFT_REG32_15 && register % 4 == 0 ? (register / 4) - 1 : register;

    /// <summary>The 4-byte pieces that a value of a length lies in: the first, and how many.</summary>
    internal static (uint Start, uint Count) PiecesOf(uint register, uint length)
    {
        var start = register < NFT_REG32_00 ? (register - First) * 4 : register - NFT_REG32_00;
        return (start, Math.Max(1, (length + 3) / 4));
    }
}
