using System.Text;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Processes;

/// <summary>
/// Where a program's output goes that nobody reads while it runs: a file, or memory. Whoever the program leaves behind can go on writing and is waited
/// for by nobody. Dispose closes it here.
/// </summary>
public sealed class ProgramOutput : IDisposable
{
    private const int Shown = 4096;

    /// <summary>Mode 0644.</summary>
    private const uint FileMode = 0x1a4;

    private readonly long start;

    private ProgramOutput(FileDescriptor descriptor)
    {
        Descriptor = descriptor;
        start = Math.Max(0, Libc.Seek(descriptor, 0, Libc.SEEK_END));
    }

    internal FileDescriptor Descriptor { get; }

    /// <summary>A file, which is made where it is missing; else what is written comes behind what is there.</summary>
    /// <exception cref="LinuxException">ENOENT, EACCES, EISDIR …: it cannot be written.</exception>
    public static ProgramOutput ToFile(string path) => new(Checked(Libc.Open(path, Libc.O_RDWR | Libc.O_CREAT | Libc.O_APPEND, FileMode), $"open {path}"));

    /// <summary>Memory, which lives for as long as somebody has it open (memfd_create(2)).</summary>
    /// <exception cref="LinuxException">EMFILE, ENOMEM.</exception>
    public static ProgramOutput ToMemory() => new(Checked(Libc.MemoryFile("output", Libc.MFD_CLOEXEC), "make a file in memory"));

    /// <summary>The last lines that were written so far; empty where there are none.</summary>
    public IReadOnlyList<string> LastLines(int count)
    {
        var end = Libc.Seek(Descriptor, 0, Libc.SEEK_END);
        var from = Math.Max(start, end - Shown);
        if (end <= from)
            return [];
        var bytes = new byte[end - from];
        var read = Libc.ReadAt(Descriptor, bytes, bytes.Length, from);
        return Encoding.UTF8.GetString(bytes, 0, (int)Math.Max(0, read)).Split('\n')
            .Select(line => line.Trim()).Where(line => line.Length > 0).TakeLast(count).ToList();
    }

    private static FileDescriptor Checked(int descriptor, string operation) =>
        descriptor >= 0 ? new FileDescriptor(descriptor) : throw LinuxException.Last(operation);

    public void Dispose() => Descriptor.Dispose();
}
