using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Networks.Namespaces;

/// <summary>
/// Finds who holds namespaces, in one walk through /proc (proc(5)): threads that are inside, descriptors that are open on one, and mounts of
/// one, in every mount namespace that a process shows. Sockets hold a namespace too, and /proc does not tell whose.
/// </summary>
internal static class NamespaceHolders
{
    /// <summary>What is found for each of some namespaces, by inode; those that nobody is seen to hold are left out.</summary>
    /// <param name="namespaces">The namespaces, open, so that the numbers stay theirs. These descriptors do not count.</param>
    internal static IReadOnlyDictionary<ulong, List<NamespaceHolder>> Find(IReadOnlyCollection<NamespaceHandle> namespaces)
    {
        var inodes = new HashSet<ulong>();
        foreach (var one in namespaces)
            inodes.Add(one.Inode);
        var own = namespaces.Select(one => one.DescriptorPath).ToHashSet();
        var found = new Dictionary<ulong, List<NamespaceHolder>>();
        var mountSpaces = new HashSet<ulong>();
        var ownMounts = FileIdentity.InodeOf("/proc/self/ns/mnt");
        List<int> processes = [.. NamespaceLocator.Processes()];
        processes.Sort();
        foreach (var process in processes)
        {
            // Who is inside is not told to have it open as well.
            var told = new HashSet<ulong>();
            foreach (var thread in NamespacesOfThreads(process))
                Tell(FileIdentity.InodeOf(thread), HoldKind.Inside);
            foreach (var descriptor in Entries($"/proc/{process}/fd").Where(descriptor => !own.Contains(descriptor)))
                Tell(FileIdentity.NamespaceOf(descriptor), HoldKind.Open);
            var mountSpace = FileIdentity.InodeOf($"/proc/{process}/ns/mnt");
            if (!mountSpaces.Add(mountSpace))
                continue;
            foreach (var mount in NamespaceMounts.SeenBy(process).Where(mount => inodes.Contains(mount.Inode)))
                Add(mount.Inode, mountSpace == ownMounts ? HoldKind.Mounted : HoldKind.MountedElsewhere, mount.Path);

            void Tell(ulong inode, HoldKind kind)
            {
                if (inodes.Contains(inode) && told.Add(inode))
                    Add(inode, kind);
            }

            void Add(ulong inode, HoldKind kind, string? path = null)
            {
                if (!found.TryGetValue(inode, out var holders))
                    found[inode] = holders = [];
                holders.Add(new NamespaceHolder(kind, process, CommandOf(process), path));
            }
        }
        return found;
    }

    /// <summary>
    /// The namespaces of a process's threads. Of its own process only the main thread and the calling one count: the runtime's other
    /// threads may be left inside, and do no harm there (docs/architecture.md).
    /// </summary>
    private static IEnumerable<string> NamespacesOfThreads(int process) => process == Environment.ProcessId
        ? ["/proc/self/ns/net", "/proc/thread-self/ns/net"]
        : Entries($"/proc/{process}/task").Select(thread => $"{thread}/ns/net");

    /// <summary>
    /// In which namespaces threads of this process are, by inode: of the runtime perhaps that were born while a script block ran inside (its compiler's,
    /// say), and hold it for as long as they live. They do no harm there, but what people see has to go: the links.
    /// </summary>
    internal static IReadOnlySet<ulong> OfOwnThreads()
    {
        var inodes = new HashSet<ulong>();
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
            inodes.Add(FileIdentity.InodeOf($"{task}/ns/net"));
        return inodes;
    }

    private static string CommandOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/comm").TrimEnd('\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "ended";
        }
    }

    /// <summary>The entries of a directory; none where it is somebody else's or its process has ended.</summary>
    private static string[] Entries(string directory)
    {
        try
        {
            return Directory.GetFileSystemEntries(directory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
