using VethLab.Linux.Interop;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// The root of a user namespace ("unshare --map-root-user --net --mount") may not write below the machine's /etc, but may mount something of
/// its own over it, which nobody else sees: a tmpfs on /etc/netns where that exists, else an overlay on /etc (Linux 5.11), since
/// there is nowhere to make a mount point.
/// </summary>
internal static class PrivateEtc
{
    private static readonly object Making = new();

    private const UnixFileMode Mode755 = (UnixFileMode)0x1ed;

    /// <summary>Makes it where it is needed still; false where that is not permitted. Never in the machine's own user namespace.</summary>
    internal static bool TryMake()
    {
        lock (Making)
        {
            var exists = Directory.Exists(NamespaceFiles.Location);
            if (Libc.Access(exists ? NamespaceFiles.Location : "/etc", Libc.W_OK) == 0)
                return true;
            if (!IsInUserNamespace())
                return false;
            if (exists)
                return Libc.Mount("vethlab", NamespaceFiles.Location, "tmpfs", 0, "mode=755") == 0;
            // An overlay shows nothing of what is mounted below /etc, as containers do.
            return !File.ReadLines("/proc/thread-self/mountinfo").Any(line => line.Split(' ')[4].StartsWith("/etc/", StringComparison.Ordinal))
                && TryOverlay();
        }
    }

    /// <summary>The first line is all ids, each meaning itself, in the machine's own (user_namespaces(7)).</summary>
    private static bool IsInUserNamespace() =>
        !File.ReadAllText("/proc/self/uid_map").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SequenceEqual(["0", "0", "4294967295"]);

    /// <summary>What is changed lives in a tmpfs that no path leads to once the overlay is made.</summary>
    private static bool TryOverlay()
    {
        var place = Directory.CreateTempSubdirectory("VethLab-").FullName;
        try
        {
            if (Libc.Mount("vethlab", place, "tmpfs", 0, "mode=755") != 0)
                return false;
            try
            {
                Directory.CreateDirectory($"{place}/work");
                // What /etc looks like from then on is this directory's: owner and mode.
                Directory.CreateDirectory($"{place}/upper");
                File.SetUnixFileMode($"{place}/upper", Mode755);
                return Libc.Mount("vethlab", "/etc", "overlay", 0, $"lowerdir=/etc,upperdir={place}/upper,workdir={place}/work") == 0;
            }
            finally
            {
                _ = Libc.Unmount(place, Libc.MNT_DETACH);
            }
        }
        finally
        {
            Directory.Delete(place);
        }
    }
}
