using System.Globalization;
using System.Runtime.InteropServices;

namespace VethLab.Linux.Packets;

/// <summary>
/// One instruction of the classic packet filter machine. struct sock_filter { u16 code; u8 jt; u8 jf; u32 k; } (include/uapi/linux/filter.h).
/// </summary>
/// <param name="Code">What it does, see <see cref="Bpf"/>.</param>
/// <param name="IfTrue">Instructions that a conditional jump skips where its condition holds.</param>
/// <param name="IfFalse">And where it does not.</param>
/// <param name="Value">Constant, offset or distance.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct BpfInstruction(ushort Code, byte IfTrue, byte IfFalse, uint Value)
{
    /// <summary>As `tcpdump -ddd` writes it: four numbers.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Code} {IfTrue} {IfFalse} {Value}");
}
