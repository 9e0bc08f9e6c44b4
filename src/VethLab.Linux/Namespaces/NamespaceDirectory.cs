using System.Runtime.InteropServices;
using System.Text;
using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// /run/netns as ip-netns(8) keeps it: a file for each name, with the namespace mounted on it, in a directory that is a shared mount, so
/// that other mount namespaces see what comes and goes.
/// </summary>
public static class NamespaceDirectory
{
    public const string Location = "/run/netns";

    /// <summary>
    /// How the content begins that a file has from the moment it appears until a namespace is mounted on it; it tells our leftovers from others'.
    /// </summary>
    private const string OurMark = "vethlab";

    /// <summary>Mode 0444.</summary>
    private const uint ReadableByAll = 0x124;

    private static readonly object Preparation = new();

    public static string PathOf(string name) => $"{Location}/{name}";

    /// <summary>All names, sorted; files that hold no namespace included. Empty where the directory does not exist.</summary>
    /// <exception cref="LinuxException">EACCES: not permitted.</exception>
    public static IReadOnlyList<string> Names()
    {
        try
        {
            var names = new List<string>();
            foreach (var path in Directory.EnumerateFiles(Location))
                names.Add(Path.GetFileName(path));
            names.Sort(StringComparer.Ordinal);
            return names;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException)
        {
            throw new LinuxException($"list {Location}", Errno.EACCES);
        }
    }

    public static bool Exists(string name) => File.Exists(PathOf(name));

    /// <summary>
    /// Opens a name's namespace; null where the name does not exist.
    /// </summary>
    /// <exception cref="LinuxException">EINVAL: the file is no network namespace; EACCES: not permitted.</exception>
    public static NamespaceHandle? Open(string name)
    {
        try
        {
            return NamespaceHandle.Open(PathOf(name));
        }
        catch (LinuxException failure) when (failure.Errno == Errno.ENOENT)
        {
            return null;
        }
    }

    /// <summary>Whether a file without a namespace was left by VethLab, killed between making the file and mounting on it.</summary>
    public static bool IsOurPlaceholder(string name) => PlaceholderMark(name) is not null;

    /// <summary>The mark of such a file: "vethlab", or "vethlab:" and a lab's name; null for other files, and where a namespace is mounted.</summary>
    public static string? PlaceholderMark(string name)
    {
        const int Longest = 256;
        try
        {
            if (new FileInfo(PathOf(name)).Length is < 1 or > Longest)
                return null;
            var text = File.ReadAllText(PathOf(name));
            var isOurs = text.EndsWith('\n') && (text == $"{OurMark}\n" || text.StartsWith($"{OurMark}:", StringComparison.Ordinal));
            return isOurs ? text[..^1] : null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// A new network namespace that only the handle holds until <see cref="Mount"/> gives it a name (unshare(2)).
    /// </summary>
    /// <exception cref="LinuxException">EPERM: not permitted; ENOSPC: user.max_net_namespaces is reached.</exception>
    public static NamespaceHandle Create() => NamespaceDoor.Create();

    /// <summary>A new network namespace as above, with a route netlink socket in it.</summary>
    /// <exception cref="LinuxException">EPERM: not permitted; ENOSPC: user.max_net_namespaces is reached.</exception>
    public static (NamespaceHandle Handle, NetlinkSocket Route) CreateOpen()
    {
        var (handle, socket) = NamespaceDoor.CreateOpen();
        try
        {
            return (handle, NetlinkSocket.AdoptRoute(socket));
        }
        catch
        {
            socket.Dispose();
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Gives a namespace a name. On failure nothing of it remains.</summary>
    /// <param name="name">The name.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="mark">Begins with "vethlab"; for whom a file would be left behind, should this process be killed in between.</param>
    /// <exception cref="LinuxException">EEXIST: the name is taken; EPERM, EACCES: not permitted.</exception>
    public static void Mount(string name, NamespaceHandle space, string mark = OurMark)
    {
        Claim(name, mark);
        try
        {
            MountClaimed(name, space);
        }
        catch
        {
            Release(name);
            throw;
        }
    }

    /// <summary>
    /// Takes a name for a namespace that is still to be mounted: nobody else can have it any more, and nobody sees a namespace yet. What
    /// belongs to the name is put in its place in between.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="mark">As with <see cref="Mount"/>.</param>
    /// <exception cref="LinuxException">EEXIST: the name is taken; EPERM, EACCES: not permitted.</exception>
    public static void Claim(string name, string mark = OurMark)
    {
        Prepare();
        WholeFile.Create(PathOf(name), Encoding.UTF8.GetBytes($"{mark}\n"), ReadableByAll);
    }

    /// <summary>Mounts a namespace on its claimed name. On failure the claim stays.</summary>
    /// <exception cref="LinuxException">EPERM: not permitted.</exception>
    public static void MountClaimed(string name, NamespaceHandle space)
    {
        var path = PathOf(name);
        if (Libc.Mount($"/proc/self/fd/{space.Descriptor.DangerousGetHandle()}", path, "none", Libc.MS_BIND, 0) != 0)
            throw LinuxException.Last($"mount namespace {name} on {path}");
    }

    /// <summary>Gives a claimed name back on which nothing was mounted; no other file is touched.</summary>
    public static void Release(string name)
    {
        if (IsOurPlaceholder(name))
            _ = Libc.Unlink(PathOf(name));
    }

    /// <summary>
    /// Takes the name away: unmounts, lazily as others may be inside, and removes the file. The namespace ends when the last process and
    /// descriptor let go of it.
    /// </summary>
    /// <exception cref="LinuxException">ENOENT: no such name; EPERM: not permitted; EBUSY: mounted elsewhere.</exception>
    public static void Remove(string name)
    {
        var path = PathOf(name);
        // Unmounting is not to be undone, so it comes only where the file can go too.
        if (Libc.Access(Location, Libc.W_OK) != 0)
            throw LinuxException.Last($"remove {path}");
        // Something may be mounted there more than once, and then the file cannot go (EBUSY). EINVAL: nothing is mounted there any more.
        while (Libc.Unmount(path, Libc.MNT_DETACH) == 0)
        {
        }
        if ((Errno)Marshal.GetLastPInvokeError() != Errno.EINVAL)
            throw LinuxException.Last($"unmount {path}");
        if (Libc.Unlink(path) != 0)
            throw LinuxException.Last($"remove {path}");
    }

    /// <summary>Makes the directory and its shared mount where they are missing, as `ip netns add` does.</summary>
    private static void Prepare()
    {
        lock (Preparation)
        {
            if (!TryCreateDirectory() || Libc.Access(Location, Libc.W_OK) != 0)
                MakePrivateDirectory();
            // What is mounted below is of no concern: who is told of a mount is up to the mount above it. With MS_REC it would take longer with each.
            if (Libc.Mount("none", Location, "none", Libc.MS_SHARED, 0) == 0)
                return;
            // EINVAL: it is no mount point yet, so it is mounted on itself first.
            if (LinuxException.Last($"share {Location}") is { Errno: not Errno.EINVAL } failure)
                throw failure;
            if (Libc.Mount(Location, Location, "none", Libc.MS_BIND | Libc.MS_REC, 0) != 0
                || Libc.Mount("none", Location, "none", Libc.MS_SHARED | Libc.MS_REC, 0) != 0)
            {
                throw LinuxException.Last($"share {Location}");
            }
        }
    }

    /// <summary>
    /// The root of a user namespace ("unshare --map-root-user --net --mount") may not write below the machine's /run, but may mount something of its
    /// own over it, which nobody else sees: over /run/netns where that exists, else over /run.
    /// </summary>
    private static void MakePrivateDirectory()
    {
        var refused = new LinuxException($"create {Location}", Errno.EACCES);
        var place = Directory.Exists(Location) ? Location : Path.GetDirectoryName(Location)!;
        if (Libc.Mount("vethlab", place, "tmpfs", 0, 0) != 0 || !TryCreateDirectory())
            throw refused;
    }

    private static bool TryCreateDirectory()
    {
        try
        {
            Directory.CreateDirectory(Location);
            return true;
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            // Not ours to write, or read-only.
            return false;
        }
    }
}
