using System.Runtime.InteropServices;

namespace VethLab.Tests.Support;

/// <summary>
/// Makes the kernel refuse sockets of a family, and of a protocol where one is given, to the calling thread and those it starts from then on: a
/// seccomp filter (seccomp(2)), which nothing takes away again. So the thread must be one that ends with the test.
/// </summary>
internal static unsafe partial class RefusedSockets
{
    private const int PR_SET_SECCOMP = 22, PR_SET_NO_NEW_PRIVS = 38, SECCOMP_MODE_FILTER = 2;
    private const ushort LoadWord = 0x20, JumpIfEqual = 0x15, Return = 0x06;
    private const uint Allow = 0x7fff0000, RefuseWith = 0x00050000;

    /// <summary>Offsets in struct seccomp_data { int nr; u32 arch; u64 instruction_pointer; u64 args[6]; }.</summary>
    private const uint Number = 0, Family = 16, Protocol = 32;

    private static uint SocketCall => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 198u : 41u;

    public static void From(int family, int? protocol, int errno)
    {
        Instruction[] program =
        [
            new(LoadWord, 0, 0, Number), new(JumpIfEqual, 0, 5, SocketCall),
            new(LoadWord, 0, 0, Family), new(JumpIfEqual, 0, 3, (uint)family),
            new(LoadWord, 0, 0, Protocol), new(JumpIfEqual, 0, protocol is null ? (byte)0 : (byte)1, (uint)(protocol ?? 0)),
            new(Return, 0, 0, RefuseWith | (uint)errno), new(Return, 0, 0, Allow),
        ];
        fixed (Instruction* first = program)
        {
            var filter = new Filter { Length = (ushort)program.Length, Program = first };
            if (Control(PR_SET_NO_NEW_PRIVS, 1, 0) != 0 || Control(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, (nint)(&filter)) != 0)
                throw new InvalidOperationException($"no seccomp filter: errno {Marshal.GetLastPInvokeError()}");
        }
    }

    // int prctl(int op, ...);
    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int operation, nint value, nint argument, nint third = 0, nint fourth = 0);

    /// <summary>struct sock_filter: { u16 code; u8 jt, jf; u32 k; }.</summary>
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    /// <summary>struct sock_fprog: { u16 len; struct sock_filter *filter; }.</summary>
    private struct Filter
    {
        public ushort Length;
        public Instruction* Program;
    }
}
