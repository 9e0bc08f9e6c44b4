using System.Runtime.InteropServices;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Tracing;

/// <summary>
/// The kernel's tracefs (Documentation/trace/ftrace.rst): where it is mounted, or else mounted nowhere for as long as this is open. There is one for
/// the whole machine, and it is for root. Dispose closes it.
/// </summary>
internal sealed class TraceFileSystem : IDisposable
{
    private static readonly string[] Mounted = ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"];

    private readonly FileDescriptor? own;

    private TraceFileSystem(string path, FileDescriptor? own) => (Path, this.own) = (path, own);

    /// <summary>The directory.</summary>
    internal string Path { get; }

    /// <exception cref="LinuxException">EPERM: not permitted; ENODEV: the kernel has none.</exception>
    internal static TraceFileSystem Open()
    {
        if (Array.Find(Mounted, path => Directory.Exists($"{path}/instances")) is { } there)
            return new TraceFileSystem(there, null);
        var own = Libc.MountNowhere("tracefs");
        if (own.IsInvalid)
            throw new LinuxException("open tracefs", (Errno)Marshal.GetLastPInvokeError());
        return new TraceFileSystem($"/proc/self/fd/{own.DangerousGetHandle()}", own);
    }

    public void Dispose() => own?.Dispose();
}
