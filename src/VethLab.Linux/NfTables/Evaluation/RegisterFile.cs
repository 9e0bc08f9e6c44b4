using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>The registers in which a rule's expressions hand values on: 16 times 4 bytes (struct nft_regs), known in part.</summary>
internal sealed class RegisterFile
{
    private const int Pieces = 16;
    private readonly PartialBytes bytes = new(Pieces * 4);

    /// <summary>Null where the kernel has no such room.</summary>
    internal PartialBytes? Read(uint register, int length) =>
        StartOf(register) is { } start && start + length <= bytes.Length ? bytes.Slice(start, length) : null;

    /// <summary>A value, and zeros up to the end of its last piece.</summary>
    internal void Write(uint register, PartialBytes value)
    {
        if (StartOf(register) is not { } start)
            return;
        var room = new PartialBytes(new byte[(value.Length + 3) / 4 * 4]);
        room.Replace(0, value);
        if (start + room.Length <= bytes.Length)
            bytes.Replace(start, room);
    }

    /// <summary>Forgets everything.</summary>
    internal void Clear() => bytes.Replace(0, new PartialBytes(bytes.Length));

    private static int? StartOf(uint register)
    {
        if (register == 0)
            return null;
        var start = Register.PiecesOf(register, 0).Start * 4;
        return start < Pieces * 4 ? (int)start : null;
    }
}
