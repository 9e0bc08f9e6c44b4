using System.Runtime.InteropServices;

namespace VethLab.Linux.Packets;

/// <summary>
/// tcpdump's filter language, by libpcap's compiler (pcap_compile(3), pcap-filter(7)) where that is installed. It is looked for when it is first
/// needed; nothing else of libpcap is used.
/// </summary>
public static unsafe class Libpcap
{
    private const int DLT_EN10MB = 1, DLT_RAW = 12;
    private const uint PCAP_NETMASK_UNKNOWN = uint.MaxValue;

    private static readonly string[] Names = ["libpcap.so.1", "libpcap.so.0.8", "libpcap.so"];
    private static readonly object Gate = new();
    private static Functions? functions;

    /// <summary>Compiles an expression.</summary>
    /// <param name="expression">As tcpdump takes it; empty: everything.</param>
    /// <param name="link">What the frames begin with.</param>
    /// <param name="snapLength">Bytes to keep of each.</param>
    /// <exception cref="DllNotFoundException">libpcap is not installed.</exception>
    /// <exception cref="FormatException">The expression is wrong; the message is libpcap's.</exception>
    public static BpfProgram Compile(string expression, LinkType link, int snapLength)
    {
        // Older versions' parsers are not for two threads at once.
        lock (Gate)
        {
            functions ??= Functions.Load();
            var pcap = functions.OpenDead(link == LinkType.Ethernet ? DLT_EN10MB : DLT_RAW, snapLength);
            if (pcap == 0)
                throw new InsufficientMemoryException("pcap_open_dead");
            var text = Marshal.StringToCoTaskMemUTF8(expression);
            try
            {
                var compiled = default(CompiledProgram);
                if (functions.Compile(pcap, &compiled, (byte*)text, 1, PCAP_NETMASK_UNKNOWN) != 0)
                    throw new FormatException(Marshal.PtrToStringUTF8(functions.ErrorOf(pcap)));
                try
                {
                    return new BpfProgram(new ReadOnlySpan<BpfInstruction>(compiled.Instructions, (int)compiled.Length));
                }
                catch (ArgumentException tooLong)
                {
                    throw new FormatException(tooLong.Message, tooLong);
                }
                finally
                {
                    functions.FreeCode(&compiled);
                }
            }
            finally
            {
                Marshal.FreeCoTaskMem(text);
                functions.Close(pcap);
            }
        }
    }

    /// <summary>struct bpf_program { u_int bf_len; struct bpf_insn *bf_insns; }</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct CompiledProgram
    {
        internal uint Length;
        internal BpfInstruction* Instructions;
    }

    private sealed class Functions
    {
        // pcap_t *pcap_open_dead(int linktype, int snaplen);
        internal delegate* unmanaged<int, int, nint> OpenDead { get; private init; }

        // int pcap_compile(pcap_t *p, struct bpf_program *fp, const char *str, int optimize, bpf_u_int32 netmask);
        internal delegate* unmanaged<nint, CompiledProgram*, byte*, int, uint, int> Compile { get; private init; }

        // char *pcap_geterr(pcap_t *p);
        internal delegate* unmanaged<nint, nint> ErrorOf { get; private init; }

        // void pcap_freecode(struct bpf_program *fp);
        internal delegate* unmanaged<CompiledProgram*, void> FreeCode { get; private init; }

        // void pcap_close(pcap_t *p);
        internal delegate* unmanaged<nint, void> Close { get; private init; }

        internal static Functions Load()
        {
            foreach (var name in Names)
            {
                // Where the system's linker looks, and nowhere else.
                if (!NativeLibrary.TryLoad(name, typeof(Libpcap).Assembly, DllImportSearchPath.SafeDirectories, out var library))
                    continue;
                return new Functions
                {
                    OpenDead = (delegate* unmanaged<int, int, nint>)NativeLibrary.GetExport(library, "pcap_open_dead"),
                    Compile = (delegate* unmanaged<nint, CompiledProgram*, byte*, int, uint, int>)NativeLibrary.GetExport(library, "pcap_compile"),
                    ErrorOf = (delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(library, "pcap_geterr"),
                    FreeCode = (delegate* unmanaged<CompiledProgram*, void>)NativeLibrary.GetExport(library, "pcap_freecode"),
                    Close = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "pcap_close"),
                };
            }
            throw new DllNotFoundException($"There is no {Names[0]}.");
        }
    }
}
