using System.Buffers.Binary;

namespace VethLab.Linux.Packets;

/// <summary>
/// Runs filters here as the kernel does: on frames of files, and where a filter is about what the kernel keeps beside a frame. Any program at all
/// ends, since jumps lead forward only; one that the kernel would refuse lets nothing through.
/// </summary>
internal static class BpfMachine
{
    internal static int Run(ReadOnlySpan<BpfInstruction> program, in FrameView frame)
    {
        Span<uint> memory = stackalloc uint[Bpf.MemoryWords];
        memory.Clear();
        uint a = 0, x = 0;
        for (long at = 0; at < program.Length; at++)
        {
            var one = program[(int)at];
            switch (one.Code & 7)
            {
                case Bpf.RET:
                    return (int)Math.Min((one.Code & 0x18) == Bpf.A ? a : one.Value, int.MaxValue);
                case Bpf.LD:
                    if (!TryLoad(one, frame, memory, x, out a))
                        return 0;
                    break;
                case Bpf.LDX:
                    if (!TryLoadIndex(one, frame, memory, ref x))
                        return 0;
                    break;
                case Bpf.ST or Bpf.STX when one.Value >= Bpf.MemoryWords:
                    return 0;
                case Bpf.ST:
                    memory[(int)one.Value] = a;
                    break;
                case Bpf.STX:
                    memory[(int)one.Value] = x;
                    break;
                case Bpf.ALU:
                    if (!TryCalculate(one, ref a, x))
                        return 0;
                    break;
                case Bpf.JMP:
                    at += (one.Code & 0xf0) == Bpf.JA ? one.Value : Holds(one, a, x) ? one.IfTrue : one.IfFalse;
                    break;
                default:
                    (a, x) = (one.Code & 0xf8) == Bpf.TXA ? (x, x) : (a, a);
                    break;
            }
        }
        return 0;
    }

    private static bool TryLoad(BpfInstruction one, in FrameView frame, ReadOnlySpan<uint> memory, uint x, out uint value)
    {
        value = one.Value;
        switch (one.Code & 0xe0)
        {
            case Bpf.IMM:
                return true;
            case Bpf.MEM:
                value = one.Value < Bpf.MemoryWords ? memory[(int)one.Value] : 0;
                return one.Value < Bpf.MemoryWords;
            case Bpf.LEN:
                value = (uint)frame.OriginalLength;
                return true;
            case Bpf.ABS when one.Value >= Bpf.AncillaryOffset:
                return TryLoadAncillary(one.Value, frame, out value);
            default:
                return TryLoadBytes(frame.Bytes, (one.Code & 0xe0) == Bpf.IND ? (long)one.Value + x : one.Value, one.Code & 0x18, out value);
        }
    }

    private static bool TryLoadBytes(ReadOnlySpan<byte> bytes, long offset, int size, out uint value)
    {
        value = 0;
        if (offset + (size == Bpf.W ? 4 : size == Bpf.H ? 2 : 1) > bytes.Length)
            return false;
        var from = bytes[(int)offset..];
        value = size == Bpf.W ? BinaryPrimitives.ReadUInt32BigEndian(from) : size == Bpf.H ? BinaryPrimitives.ReadUInt16BigEndian(from) : from[0];
        return true;
    }

    private static bool TryLoadAncillary(uint offset, in FrameView frame, out uint value)
    {
        value = offset switch
        {
            Bpf.AncillaryProtocol => frame.EtherType,
            Bpf.AncillaryVlanTag => frame.Tag & 0xffff,
            Bpf.AncillaryVlanPresent => frame.Tag == 0 ? 0u : 1,
            _ => 0,
        };
        return offset is Bpf.AncillaryProtocol or Bpf.AncillaryVlanTag or Bpf.AncillaryVlanPresent;
    }

    private static bool TryLoadIndex(BpfInstruction one, in FrameView frame, ReadOnlySpan<uint> memory, ref uint x)
    {
        if ((one.Code & 0xe0) != Bpf.MSH)
            return TryLoad(one, frame, memory, 0, out x);
        if (!TryLoadBytes(frame.Bytes, one.Value, Bpf.B, out var value))
            return false;
        x = (value & 15) * 4;
        return true;
    }

    private static bool TryCalculate(BpfInstruction one, ref uint a, uint x)
    {
        var operand = (one.Code & Bpf.X) != 0 ? x : one.Value;
        var operation = one.Code & 0xf0;
        if (operation is Bpf.DIV or Bpf.MOD && operand == 0)
            return false;
        a = operation switch
        {
            Bpf.ADD => unchecked(a + operand),
            Bpf.SUB => unchecked(a - operand),
            Bpf.MUL => unchecked(a * operand),
            Bpf.DIV => a / operand,
            Bpf.MOD => a % operand,
            Bpf.OR => a | operand,
            Bpf.AND => a & operand,
            Bpf.XOR => a ^ operand,
            Bpf.LSH => operand < 32 ? a << (int)operand : 0,
            Bpf.RSH => operand < 32 ? a >> (int)operand : 0,
            _ => unchecked((uint)-(int)a),
        };
        return true;
    }

    private static bool Holds(BpfInstruction one, uint a, uint x)
    {
        var operand = (one.Code & Bpf.X) != 0 ? x : one.Value;
        return (one.Code & 0xf0) switch
        {
            Bpf.JEQ => a == operand,
            Bpf.JGT => a > operand,
            Bpf.JGE => a >= operand,
            _ => (a & operand) != 0,
        };
    }
}
