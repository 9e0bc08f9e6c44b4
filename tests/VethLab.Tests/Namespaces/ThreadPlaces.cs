using VethLab.Linux.Interop;

namespace VethLab.Tests.Namespaces;

/// <summary>Which network namespaces this process's threads are in, read from /proc/self/task.</summary>
internal static class ThreadPlaces
{
    /// <summary>Name and namespace of each thread; threads that end meanwhile are left out.</summary>
    public static List<(string Name, ulong Inode)> All()
    {
        var places = new List<(string, ulong)>();
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            try
            {
                var name = File.ReadAllText($"{task}/comm").Trim();
                if (FileIdentity.InodeOf($"{task}/ns/net") is var inode and not 0)
                    places.Add((name, inode));
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }
        return places;
    }

    public static ulong Mine => FileIdentity.InodeOf("/proc/thread-self/ns/net");

    public static ulong Process => FileIdentity.InodeOf("/proc/self/ns/net");

    /// <summary>Waits up to a second for threads that have been joined but not yet buried; those of the runtime live for longer than that.</summary>
    public static void AssertAllHome()
    {
        for (var i = 0; i < 100 && All().Exists(place => place.Inode != Process); i++)
            Thread.Sleep(10);
        Assert.All(All(), place => Assert.Equal(Process, place.Inode));
        var mounts = FileIdentity.InodeOf("/proc/self/ns/mnt");
        Assert.All(
            Directory.EnumerateDirectories("/proc/self/task").Select(task => FileIdentity.InodeOf($"{task}/ns/mnt")).Where(inode => inode != 0),
            inode => Assert.Equal(mounts, inode));
    }

    public static void AssertNoneIn(ulong inode) => Assert.DoesNotContain(All(), place => place.Inode == inode);
}
