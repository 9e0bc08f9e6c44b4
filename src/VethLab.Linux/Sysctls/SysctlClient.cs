using System.Runtime.InteropServices;
using System.Text;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.Sysctls;

/// <summary>
/// The network settings of a namespace below /proc/sys/net (proc(5), Documentation/networking/ip-sysctl.rst). Keys are written with
/// slashes, "ipv4/conf/br01/forwarding", because interface names may contain dots. Works in the namespace of the handle, which the
/// caller keeps open, or in the calling thread's.
/// </summary>
public sealed class SysctlClient(NamespaceHandle? there = null)
{
    private const string Root = "/proc/sys/net/";

    /// <summary>A setting's value without its final newline; null where the kernel does not have it.</summary>
    /// <exception cref="LinuxException">EACCES: not permitted.</exception>
    public string? Read(string key)
    {
        FileDescriptor file;
        try
        {
            file = NamespaceDoor.OpenFile(there, Root + key, Libc.O_RDONLY);
        }
        catch (LinuxException failure) when (failure.Errno == Errno.ENOENT)
        {
            return null;
        }
        using (file)
        {
            Span<byte> buffer = stackalloc byte[4096];
            var length = Libc.Read(file, buffer);
            if (length < 0)
                throw LinuxException.Last($"read sysctl net/{key}");
            return Encoding.UTF8.GetString(buffer[..(int)length]).TrimEnd('\n');
        }
    }

    /// <summary>
    /// The values of many settings, with one visit to the namespace; null for those that the kernel does not have there, or that cannot be read.
    /// </summary>
    /// <exception cref="LinuxException">The namespace cannot be entered.</exception>
    public string?[] ReadAll(SysctlKeys keys)
    {
        var result = new string?[keys.Count];
        var lengths = new int[keys.Count];
        var values = new byte[Math.Max(16 * 1024, keys.Count * 16)];
        for (var done = 0; done < keys.Count; )
        {
            var tried = NamespaceDoor.ReadFiles(there, keys.Paths[done..], values, lengths.AsSpan(done));
            var at = 0;
            for (var i = done; i < done + tried; i++)
            {
                if (lengths[i] < 0)
                    continue;
                result[i] = Encoding.UTF8.GetString(values, at, lengths[i]).TrimEnd('\n');
                at += lengths[i];
            }
            done += tried;
        }
        return result;
    }

    /// <summary>Sets a value.</summary>
    /// <exception cref="LinuxException">ENOENT: no such setting; EACCES, EPERM: not permitted; EINVAL: not a value for it.</exception>
    public void Write(string key, string value)
    {
        using var file = NamespaceDoor.OpenFile(there, Root + key, Libc.O_WRONLY);
        if (Libc.Write(file, Encoding.UTF8.GetBytes(value)) < 0)
            throw LinuxException.Last($"write sysctl net/{key}");
    }

    /// <summary>The whole of a file below /proc/net, as the namespace has it; null where the kernel does not have it.</summary>
    /// <exception cref="LinuxException">EACCES: not permitted.</exception>
    public string? ReadProcNet(string name)
    {
        FileDescriptor file;
        try
        {
            file = NamespaceDoor.OpenFile(there, "/proc/thread-self/net/" + name, Libc.O_RDONLY);
        }
        catch (LinuxException failure) when (failure.Errno == Errno.ENOENT)
        {
            return null;
        }
        using (file)
        {
            var text = new MemoryStream();
            Span<byte> buffer = stackalloc byte[4096];
            nint length;
            while ((length = Libc.Read(file, buffer)) > 0)
                text.Write(buffer[..(int)length]);
            if (length < 0)
                throw new LinuxException($"read /proc/net/{name}", (Errno)Marshal.GetLastPInvokeError());
            return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
        }
    }
}
