namespace VethLab.Linux.Interop;

/// <summary>What tells files apart, and what they are, without opening them (statx(2)).</summary>
public static class FileIdentity
{
    /// <summary>A file's inode number, for a link such as /proc/self/ns/net that of its target; 0 where it cannot be read.</summary>
    public static ulong InodeOf(string path) =>
        Libc.Statx(Libc.AT_FDCWD, path, 0, Libc.STATX_INO, out var status) == 0 ? status.Inode : 0;

    /// <summary>
    /// The inode number of a namespace that a file or descriptor stands for; 0 for any other file. All namespaces are on one file system (nsfs),
    /// and only there do these numbers tell namespaces apart. Asks no server for files that are remote.
    /// </summary>
    public static ulong NamespaceOf(string path) =>
        Libc.Statx(Libc.AT_FDCWD, path, Libc.AT_NO_AUTOMOUNT | Libc.AT_STATX_DONT_SYNC, Libc.STATX_INO, out var status) == 0
        && status.DeviceMajor == NamespaceDevice.Value.Major && status.DeviceMinor == NamespaceDevice.Value.Minor
            ? status.Inode
            : 0;

    /// <summary>The file system that a file is in, as MAJOR:MINOR of its device; empty where it cannot be read.</summary>
    public static string DeviceOf(string path) =>
        Libc.Statx(Libc.AT_FDCWD, path, 0, 0, out var status) == 0 ? $"{status.DeviceMajor}:{status.DeviceMinor}" : string.Empty;

    /// <summary>Whether a path leads to an ordinary file: no directory, device, pipe or socket.</summary>
    public static bool IsRegular(string path) =>
        Libc.Statx(Libc.AT_FDCWD, path, 0, Libc.STATX_TYPE, out var status) == 0 && (status.Mode & Libc.S_IFMT) == Libc.S_IFREG;

    private sealed record Device(uint Major, uint Minor);

    private static readonly Lazy<Device> NamespaceDevice = new(() =>
        Libc.Statx(Libc.AT_FDCWD, "/proc/self/ns/net", 0, Libc.STATX_INO, out var status) == 0 ? new(status.DeviceMajor, status.DeviceMinor) : new(0, 0));
}
