using System.Text;
using VethLab.Linux.Interop;

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

    /// <summary>Gives a namespace a name. On failure nothing of it remains.</summary>
    /// <param name="name">The name.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="mark">Begins with "vethlab"; for whom a file would be left behind, should this process be killed in between.</param>
    /// <exception cref="LinuxException">EEXIST: the name is taken; EPERM, EACCES: not permitted.</exception>
    public static void Mount(string name, NamespaceHandle space, string mark = OurMark)
    {
        Prepare();
        var path = PathOf(name);
        CreatePlaceholder(path, mark);
        if (Libc.Mount($"/proc/self/fd/{space.Descriptor.DangerousGetHandle()}", path, "none", Libc.MS_BIND, 0) == 0)
            return;
        var failure = LinuxException.Last($"mount namespace {name} on {path}");
        _ = Libc.Unlink(path);
        throw failure;
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
        if (LinuxException.Last($"unmount {path}") is { Errno: not Errno.EINVAL } failure)
            throw failure;
        if (Libc.Unlink(path) != 0)
            throw LinuxException.Last($"remove {path}");
    }

    /// <summary>
    /// The file appears with its content, and only if the name is free (O_TMPFILE, write, linkat: open(2)); on a file system without
    /// O_TMPFILE it is empty for a moment.
    /// </summary>
    private static void CreatePlaceholder(string path, string mark)
    {
        using var file = new FileDescriptor(Libc.Open(Location, Libc.O_TMPFILE | Libc.O_WRONLY, ReadableByAll));
        if (file.IsInvalid)
        {
            if (LinuxException.Last($"create {path}") is { Errno: not (Errno.EOPNOTSUPP or Errno.EISDIR) } failure)
                throw failure;
            using var named = new FileDescriptor(Libc.Open(path, Libc.O_CREAT | Libc.O_EXCL | Libc.O_WRONLY, ReadableByAll));
            WriteMark(named, path, mark);
            return;
        }
        WriteMark(file, path, mark);
        if (Libc.LinkAt(Libc.AT_FDCWD, $"/proc/self/fd/{file.DangerousGetHandle()}", Libc.AT_FDCWD, path, Libc.AT_SYMLINK_FOLLOW) != 0)
            throw LinuxException.Last($"create {path}");
    }

    private static void WriteMark(FileDescriptor file, string path, string mark)
    {
        var content = Encoding.UTF8.GetBytes($"{mark}\n");
        if (file.IsInvalid)
            throw LinuxException.Last($"create {path}");
        if (Libc.Write(file, content) != content.Length)
            throw LinuxException.Last($"write {path}");
    }

    /// <summary>Makes the directory and its shared mount where they are missing, as `ip netns add` does.</summary>
    private static void Prepare()
    {
        lock (Preparation)
        {
            if (!TryCreateDirectory() || Libc.Access(Location, Libc.W_OK) != 0)
                MakePrivateDirectory();
            if (Libc.Mount("none", Location, "none", Libc.MS_SHARED | Libc.MS_REC, 0) == 0)
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
