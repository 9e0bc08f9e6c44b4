namespace VethLab.Linux.Packets;

/// <summary>
/// Parts of instruction codes (include/uapi/linux/bpf_common.h, filter.h; Documentation/networking/filter.rst). The machine has an accumulator A,
/// an index register X and 16 words of memory. A load outside of the frame ends the program: the frame is left out.
/// </summary>
internal static class Bpf
{
    internal const ushort LD = 0, LDX = 1, ST = 2, STX = 3, ALU = 4, JMP = 5, RET = 6, MISC = 7;
    internal const ushort W = 0, H = 0x08, B = 0x10;
    internal const ushort IMM = 0, ABS = 0x20, IND = 0x40, MEM = 0x60, LEN = 0x80, MSH = 0xa0;
    internal const ushort ADD = 0, SUB = 0x10, MUL = 0x20, DIV = 0x30, OR = 0x40, AND = 0x50, LSH = 0x60, RSH = 0x70, NEG = 0x80, MOD = 0x90, XOR = 0xa0;
    internal const ushort JA = 0, JEQ = 0x10, JGT = 0x20, JGE = 0x30, JSET = 0x40;
    internal const ushort K = 0, X = 8, A = 0x10;
    internal const ushort TAX = 0, TXA = 0x80;

    internal const int MemoryWords = 16;

    /// <summary>BPF_MAXINSNS: more the kernel does not take.</summary>
    internal const int MaximumLength = 4096;

    /// <summary>SKF_AD_OFF: offsets from here on are no bytes of the frame but what the kernel knows about it.</summary>
    internal const uint AncillaryOffset = unchecked((uint)-0x1000);

    internal const uint AncillaryProtocol = AncillaryOffset + 0, AncillaryVlanTag = AncillaryOffset + 44, AncillaryVlanPresent = AncillaryOffset + 48;
}
