using System.Runtime.InteropServices;

namespace VethLab.Linux.Packets;

/// <summary>
/// Writes a program line by line, with labels for jumps. A conditional jump reaches 255 instructions; where its label is farther away, it jumps to
/// an unconditional one behind it.
/// </summary>
internal sealed class BpfAssembler
{
    private sealed record Line(BpfInstruction Instruction, BpfLabel? IfTrue = null, BpfLabel? IfFalse = null)
    {
        internal bool IsFarIfTrue { get; set; }

        internal bool IsFarIfFalse { get; set; }

        internal int Length => 1 + (IsFarIfTrue ? 1 : 0) + (IsFarIfFalse ? 1 : 0);
    }

    private readonly List<Line> lines = [];

    /// <summary>Where the frame is kept, and where it is left out.</summary>
    internal BpfLabel Keep { get; } = new();

    internal BpfLabel Leave { get; } = new();

    internal void Emit(int code, uint value = 0) => lines.Add(new Line(new BpfInstruction((ushort)code, 0, 0, value)));

    internal void LoadByte(uint offset) => Emit(Bpf.LD | Bpf.B | Bpf.ABS, offset);

    internal void LoadHalf(uint offset) => Emit(Bpf.LD | Bpf.H | Bpf.ABS, offset);

    internal void LoadWord(uint offset) => Emit(Bpf.LD | Bpf.W | Bpf.ABS, offset);

    /// <summary>As above, so far behind X.</summary>
    internal void LoadByteAtIndex(uint offset) => Emit(Bpf.LD | Bpf.B | Bpf.IND, offset);

    internal void LoadHalfAtIndex(uint offset) => Emit(Bpf.LD | Bpf.H | Bpf.IND, offset);

    internal void LoadWordAtIndex(uint offset) => Emit(Bpf.LD | Bpf.W | Bpf.IND, offset);

    internal void LoadConstant(uint value) => Emit(Bpf.LD | Bpf.IMM, value);

    internal void LoadMemory(uint word) => Emit(Bpf.LD | Bpf.MEM, word);

    internal void LoadIndexFromMemory(uint word) => Emit(Bpf.LDX | Bpf.MEM, word);

    internal void Store(uint word) => Emit(Bpf.ST, word);

    internal void And(uint mask) => Emit(Bpf.ALU | Bpf.AND | Bpf.K, mask);

    internal void Jump(BpfLabel label) => lines.Add(new Line(new BpfInstruction(Bpf.JMP | Bpf.JA, 0, 0, 0), label));

    internal void JumpIfEqual(uint value, BpfLabel ifTrue, BpfLabel ifFalse) => JumpIf(Bpf.JEQ, value, ifTrue, ifFalse);

    internal void JumpIfGreater(uint value, BpfLabel ifTrue, BpfLabel ifFalse) => JumpIf(Bpf.JGT, value, ifTrue, ifFalse);

    internal void JumpIfNotLess(uint value, BpfLabel ifTrue, BpfLabel ifFalse) => JumpIf(Bpf.JGE, value, ifTrue, ifFalse);

    internal void JumpIfAnyBit(uint mask, BpfLabel ifTrue, BpfLabel ifFalse) => JumpIf(Bpf.JSET, mask, ifTrue, ifFalse);

    /// <summary>The label is here.</summary>
    internal void Mark(BpfLabel label) => label.Line = lines.Count;

    /// <summary>The program, which keeps so many bytes of a frame.</summary>
    /// <exception cref="ArgumentException">It is longer than the kernel takes.</exception>
    internal BpfProgram Assemble(int snapLength)
    {
        Mark(Leave);
        Emit(Bpf.RET | Bpf.K, 0);
        Mark(Keep);
        Emit(Bpf.RET | Bpf.K, (uint)snapLength);
        var places = Place();
        var program = new List<BpfInstruction>();
        foreach (var line in lines)
            Write(program, line, places);
        return new BpfProgram(CollectionsMarshal.AsSpan(program));
    }

    private void JumpIf(int operation, uint value, BpfLabel ifTrue, BpfLabel ifFalse) =>
        lines.Add(new Line(new BpfInstruction((ushort)(Bpf.JMP | operation | Bpf.K), 0, 0, value), ifTrue, ifFalse));

    /// <summary>Where each line begins, once all jumps that are too far are written as two.</summary>
    private int[] Place()
    {
        var places = new int[lines.Count + 1];
        bool changed;
        do
        {
            changed = false;
            for (var i = 0; i < lines.Count; i++)
                places[i + 1] = places[i] + lines[i].Length;
            for (var i = 0; i < lines.Count; i++)
            {
                if (lines[i] is not { IfTrue: { } ifTrue, IfFalse: { } ifFalse } line)
                    continue;
                var isFarIfTrue = line.IsFarIfTrue || places[ifTrue.Line] - places[i] - 1 > byte.MaxValue;
                var isFarIfFalse = line.IsFarIfFalse || places[ifFalse.Line] - places[i] - 1 > byte.MaxValue;
                changed |= isFarIfTrue != line.IsFarIfTrue || isFarIfFalse != line.IsFarIfFalse;
                (line.IsFarIfTrue, line.IsFarIfFalse) = (isFarIfTrue, isFarIfFalse);
            }
        }
        while (changed);
        return places;
    }

    private static void Write(List<BpfInstruction> program, Line line, int[] places)
    {
        uint To(BpfLabel label, int from) => checked((uint)(places[label.Line] - from - 1));
        var at = program.Count;
        if (line.IfTrue is null)
        {
            program.Add(line.Instruction);
            return;
        }
        if (line.IfFalse is null)
        {
            program.Add(line.Instruction with { Value = To(line.IfTrue, at) });
            return;
        }
        program.Add(line.Instruction with
        {
            IfTrue = line.IsFarIfTrue ? (byte)0 : checked((byte)To(line.IfTrue, at)),
            IfFalse = line.IsFarIfFalse ? line.IsFarIfTrue ? (byte)1 : (byte)0 : checked((byte)To(line.IfFalse, at)),
        });
        if (line.IsFarIfTrue)
            program.Add(new BpfInstruction(Bpf.JMP | Bpf.JA, 0, 0, To(line.IfTrue, program.Count)));
        if (line.IsFarIfFalse)
            program.Add(new BpfInstruction(Bpf.JMP | Bpf.JA, 0, 0, To(line.IfFalse, program.Count)));
    }
}
