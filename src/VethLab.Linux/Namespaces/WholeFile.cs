using VethLab.Linux.Interop;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// A file that appears with its content, and only if its name is free (O_TMPFILE, write, linkat: open(2)); on a file system without
/// O_TMPFILE it is empty for a moment.
/// </summary>
internal static class WholeFile
{
    /// <summary>Makes it, with exactly this mode, whatever the process's umask. On failure nothing remains.</summary>
    /// <exception cref="LinuxException">EEXIST: the name is taken; ENOENT: no such directory; EACCES, EPERM, EROFS: not permitted.</exception>
    internal static void Create(string path, ReadOnlySpan<byte> content, uint mode)
    {
        using var file = new FileDescriptor(Libc.Open(Path.GetDirectoryName(path)!, Libc.O_TMPFILE | Libc.O_WRONLY, mode));
        if (!file.IsInvalid)
        {
            Fill(file, path, content, mode);
            if (Libc.LinkAt(Libc.AT_FDCWD, $"/proc/self/fd/{file.DangerousGetHandle()}", Libc.AT_FDCWD, path, Libc.AT_SYMLINK_FOLLOW) != 0)
                throw LinuxException.Last($"create {path}");
            return;
        }
        if (LinuxException.Last($"create {path}") is { Errno: not (Errno.EOPNOTSUPP or Errno.EISDIR) } failure)
            throw failure;
        using var named = new FileDescriptor(Libc.Open(path, Libc.O_CREAT | Libc.O_EXCL | Libc.O_WRONLY, mode));
        if (named.IsInvalid)
            throw LinuxException.Last($"create {path}");
        try
        {
            Fill(named, path, content, mode);
        }
        catch
        {
            _ = Libc.Unlink(path);
            throw;
        }
    }

    private static void Fill(FileDescriptor file, string path, ReadOnlySpan<byte> content, uint mode)
    {
        if (Libc.ChangeMode(file, mode) != 0 || Libc.Write(file, content) != content.Length)
            throw LinuxException.Last($"write {path}");
    }
}
