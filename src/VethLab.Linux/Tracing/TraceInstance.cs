using System.Runtime.InteropServices;
using VethLab.Linux.Interop;
using VethLab.Linux.Processes;

namespace VethLab.Linux.Tracing;

/// <summary>
/// A ring buffer of the kernel's tracing, apart from what others trace. Events are filled in while they are enabled here. Dispose removes it; what
/// killed processes have left is removed when the next one is made.
/// </summary>
internal sealed class TraceInstance : IDisposable
{
    internal const string Prefix = "vethlab-";

    private readonly TraceFileSystem files;
    private readonly string path;

    /// <exception cref="LinuxException">EPERM, EACCES: not permitted; ENODEV: the kernel has no tracefs; ENOENT: it has no instances.</exception>
    internal TraceInstance()
    {
        files = TraceFileSystem.Open();
        path = $"{files.Path}/instances/{Prefix}{ProcessMark.Next()}";
        try
        {
            RemoveLeftOvers();
            if (Libc.MakeDirectory(path, 0x1c0 /* 0700 */) != 0)
                throw LinuxException.Last("make an instance of tracefs");
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Lets the kernel note an event, where its filter holds (Documentation/trace/events.rst, 5).</summary>
    /// <exception cref="LinuxException">ENOENT: there is no such event.</exception>
    internal void Enable(string systemAndEvent, string filter)
    {
        Write($"events/{systemAndEvent}/filter", filter);
        Write($"events/{systemAndEvent}/enable", "1");
    }

    internal void Write(string file, string value)
    {
        using var descriptor = new FileDescriptor(Libc.Open($"{path}/{file}", Libc.O_WRONLY));
        if (descriptor.IsInvalid || Libc.Write(descriptor, System.Text.Encoding.UTF8.GetBytes(value)) < 0)
            throw LinuxException.Last($"write {file} of tracefs");
    }

    /// <summary>What has been noted, as text; it stays.</summary>
    internal string[] ReadLines() => File.ReadAllLines($"{path}/trace");

    public void Dispose()
    {
        Remove(path);
        files.Dispose();
    }

    private void RemoveLeftOvers()
    {
        foreach (var instance in Directory.EnumerateDirectories($"{files.Path}/instances", $"{Prefix}*"))
        {
            if (ProcessMark.IsLeftOver(Path.GetFileName(instance)[Prefix.Length..]))
                Remove(instance);
        }
    }

    /// <summary>Its events end with it. Somebody may read in it at the moment (EBUSY), which ends soon.</summary>
    private static void Remove(string instance)
    {
        for (var attempt = 0; Libc.RemoveDirectory(instance) != 0 && Marshal.GetLastPInvokeError() == (int)Errno.EBUSY && attempt < 50; attempt++)
            Thread.Sleep(2);
    }
}
