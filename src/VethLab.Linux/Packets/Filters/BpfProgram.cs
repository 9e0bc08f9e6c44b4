using System.Runtime.InteropServices;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>
/// A program for the classic packet filter machine: run on a frame it says how many bytes of it to keep, 0 for a frame that is left out. Immutable.
/// </summary>
public sealed class BpfProgram
{
    private readonly BpfInstruction[] instructions;

    /// <exception cref="ArgumentException">Empty, or longer than the kernel takes.</exception>
    public BpfProgram(ReadOnlySpan<BpfInstruction> instructions)
    {
        if (instructions.Length is 0 or > Bpf.MaximumLength)
            throw new ArgumentException($"a filter has 1 to {Bpf.MaximumLength} instructions, not {instructions.Length}", nameof(instructions));
        this.instructions = instructions.ToArray();
    }

    public IReadOnlyList<BpfInstruction> Instructions => instructions;

    /// <summary>Lets every frame through.</summary>
    internal static BpfProgram AcceptAll(int snapLength) => new([new BpfInstruction(Bpf.RET | Bpf.K, 0, 0, (uint)snapLength)]);

    /// <summary>What both let through: the second one decides on the frames that the first one keeps.</summary>
    public BpfProgram And(BpfProgram second)
    {
        // What the first one keeps goes on behind its end: each of its returns of a length becomes a jump there.
        var all = new List<BpfInstruction>(instructions.Length + second.instructions.Length);
        for (var i = 0; i < instructions.Length; i++)
        {
            all.Add(instructions[i] is { Code: Bpf.RET | Bpf.K, Value: not 0 }
                ? new BpfInstruction(Bpf.JMP | Bpf.JA, 0, 0, (uint)(instructions.Length - i - 1))
                : instructions[i]);
        }
        all.AddRange(second.instructions);
        return new BpfProgram(CollectionsMarshal.AsSpan(all));
    }

    /// <summary>How many bytes of a frame to keep; 0: it is left out.</summary>
    public int Run(in FrameView frame) => BpfMachine.Run(instructions, frame);

    /// <summary>Has the kernel run it on all that a socket receives from now on (SO_ATTACH_FILTER, socket(7)).</summary>
    /// <exception cref="LinuxException">EINVAL: the kernel's check refuses it.</exception>
    internal unsafe void Attach(FileDescriptor socket)
    {
        fixed (BpfInstruction* first = instructions)
        {
            // struct sock_fprog { unsigned short len; struct sock_filter *filter; }
            var program = new SocketFilter { Length = (ushort)instructions.Length, Instructions = first };
            var bytes = new ReadOnlySpan<byte>(&program, sizeof(SocketFilter));
            if (Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, bytes, (uint)bytes.Length) != 0)
                throw LinuxException.Last("attach a packet filter");
        }
    }

    /// <summary>As `tcpdump -ddd` prints it.</summary>
    public override string ToString() => $"{instructions.Length}\n{string.Join('\n', instructions)}\n";

    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct SocketFilter
    {
        internal ushort Length;
        internal BpfInstruction* Instructions;
    }
}
