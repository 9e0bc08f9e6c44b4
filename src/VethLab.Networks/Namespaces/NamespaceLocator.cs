using System.Globalization;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Namespaces;

/// <summary>Finds the way into a namespace: by name, or by the identity that an object remembers.</summary>
public static class NamespaceLocator
{
    /// <summary>Opens the calling thread's namespace.</summary>
    public static NamespaceSession OpenHere() => new(NamespaceHandle.OpenCurrent(), isHere: true);

    /// <summary>Opens the namespace of a name below /run/netns; "pid:NUMBER", where nothing has that name, is the one that a process is in.</summary>
    /// <exception cref="NetworkException">InvalidName, NamespaceNotFound, NamespaceStale, ProcessNotFound, NotPermitted.</exception>
    public static NamespaceSession OpenNamed(string name)
    {
        NamespaceName.Check(name);
        NamespaceHandle? handle;
        try
        {
            handle = NamespaceDirectory.Open(name);
        }
        catch (LinuxException failure) when (failure.Errno == Errno.EINVAL)
        {
            throw Stale(name, failure);
        }
        catch (LinuxException failure)
        {
            throw KernelErrors.Explain(failure, name);
        }
        if (handle is null && NetNamespace.ProcessOf(name) is { } process)
            return OpenProcess(process);
        if (handle is null)
        {
            throw new NetworkException(
                NetworkError.NamespaceNotFound, $"There is no namespace '{name}'.", name, $"New-NetNamespace {name} makes it; Get-NetNamespace lists those there are.");
        }
        return new NamespaceSession(handle, IsHere(handle.Inode), name);
    }

    /// <summary>Opens the namespace that a process's main thread is in.</summary>
    /// <exception cref="NetworkException">ProcessNotFound, NotPermitted.</exception>
    public static NamespaceSession OpenProcess(int process) => KernelErrors.Explained(
        process,
        () =>
        {
            var handle = NamespaceHandle.OpenProcess(process);
            return new NamespaceSession(handle, IsHere(handle.Inode));
        },
        failure => failure.Errno is Errno.ENOENT or Errno.ESRCH
            ? new NetworkException(
                NetworkError.ProcessNotFound, $"There is no process {process}.", process, "'ps' lists the processes there are.", failure)
            : null);

    /// <summary>Opens the namespace that an object was read from, wherever it is to be found now.</summary>
    /// <param name="identity">What the object remembers.</param>
    /// <param name="name">The name that it had then, where it had one.</param>
    /// <exception cref="NetworkException">NamespaceNotFound: it exists no longer, or nothing leads to it.</exception>
    public static NamespaceSession Open(NamespaceIdentity identity, string? name)
    {
        if (IsHere(identity.Inode))
            return Verified(new NamespaceSession(NamespaceHandle.OpenCurrent(), isHere: true, expectedCookie: identity.Cookie));
        foreach (var path in PathsTo(identity.Inode, name))
        {
            try
            {
                var handle = NamespaceHandle.Open(path);
                if (handle.Inode == identity.Inode)
                    return Verified(new NamespaceSession(handle, isHere: false, expectedCookie: identity.Cookie));
                handle.Dispose();
            }
            catch (LinuxException)
            {
                // That way is shut by now; there may be another.
            }
        }
        throw Gone(identity, name);
    }

    /// <summary>Makes sure, before anything is done there, that a later namespace has not got the inode number of the one that is meant.</summary>
    private static NamespaceSession Verified(NamespaceSession session)
    {
        try
        {
            session.Verify();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    internal static NetworkException Gone(NamespaceIdentity identity, string? name) => new(
        NetworkError.NamespaceNotFound,
        $"The namespace {name ?? identity.ToString()} that the object belongs to is gone.",
        name ?? identity.ToString(),
        "The object describes something that ended with its namespace; read it again with a Get- cmdlet.");

    /// <summary>A file below /run/netns is no namespace: left by a crash, or the mount is to be seen elsewhere only.</summary>
    internal static NetworkException Stale(string name, Exception? inner = null)
    {
        var path = NamespaceDirectory.PathOf(name);
        var user = NamespaceMounts.WhoSeesOneOn(path);
        return new NetworkException(
            NetworkError.NamespaceStale,
            user is null
                ? $"{path} is a file on which no network namespace is mounted."
                : $"{path} is a file on which no network namespace is mounted here; in the mount namespace of process {user} one is.",
            name,
            user is not null ? $"It is in use there, so choose another name, or work there: 'nsenter -t {user} -m pwsh'."
            : NamespaceDirectory.IsOurPlaceholder(name) ? $"VethLab was killed while it made it. Remove-NetNamespace {name} removes the file."
            : $"Its namespace was lost, as in a crash, or lives in a mount namespace that cannot be seen. If nobody needs the file, Remove-NetNamespace {name} -Force removes it.",
            inner);
    }

    private static bool IsHere(ulong inode)
    {
        using var here = NamespaceHandle.OpenCurrent();
        return here.Inode == inode;
    }

    /// <summary>The name below /run/netns of a namespace; null where it has none, or none that this user may see.</summary>
    internal static string? NameOf(ulong inode)
    {
        // A name is a mount: as long as none came or went, all names are what they were.
        var version = MountTable.Version;
        lock (KnownNames)
        {
            if (knownVersion != version)
            {
                KnownNames.Clear();
                knownVersion = version;
            }
            if (KnownNames.TryGetValue(inode, out var known))
                return known;
        }
        var name = FindName(inode);
        lock (KnownNames)
        {
            if (knownVersion == version)
                KnownNames[inode] = name;
        }
        return name;
    }

    private static readonly Dictionary<ulong, string?> KnownNames = [];
    private static long knownVersion = -1;

    private static string? FindName(ulong inode)
    {
        try
        {
            return NamespaceDirectory.Names().FirstOrDefault(name => FileIdentity.InodeOf(NamespaceDirectory.PathOf(name)) == inode);
        }
        catch (LinuxException)
        {
            return null;
        }
    }

    /// <summary>A process whose main thread is in a namespace; null where none is to be seen.</summary>
    internal static int? ProcessIn(ulong inode)
    {
        // The likeliest first: there may be thousands.
        foreach (var process in Processes().Prepend(Environment.ProcessId).Prepend(1))
        {
            if (FileIdentity.InodeOf($"/proc/{process}/ns/net") == inode)
                return process;
        }
        return null;
    }

    /// <summary>The calling thread's number, from the link "PID/task/TID".</summary>
    internal static int CallingThread() =>
        int.Parse(Path.GetFileName(new FileInfo("/proc/thread-self").LinkTarget!), NumberStyles.None, CultureInfo.InvariantCulture);

    private static IEnumerable<string> PathsTo(ulong inode, string? name)
    {
        if (name is not null)
            yield return NamespaceDirectory.PathOf(name);
        yield return "/proc/self/ns/net";
        // While the main thread is inside another one, as ./vethlab's is in Invoke-NetNamespace, other threads are still where it was.
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            if (FileIdentity.InodeOf($"{thread}/ns/net") == inode)
                yield return $"{thread}/ns/net";
        }
        if (NameOf(inode) is { } other)
            yield return NamespaceDirectory.PathOf(other);
        if (ProcessIn(inode) is { } process)
            yield return $"/proc/{process}/ns/net";
    }

    /// <summary>The numbers of all processes that are to be seen.</summary>
    public static IEnumerable<int> Processes()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var process))
                yield return process;
        }
    }
}
