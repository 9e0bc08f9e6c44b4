namespace VethLab.Linux.Interop;

/// <summary>What tells files apart, without opening them (statx(2)).</summary>
public static class FileIdentity
{
    /// <summary>A file's inode number, for a link such as /proc/self/ns/net that of its target; 0 where it cannot be read.</summary>
    public static ulong InodeOf(string path) =>
        Libc.Statx(Libc.AT_FDCWD, path, 0, Libc.STATX_INO, out var status) == 0 ? status.Inode : 0;
}
