using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Tests.Support;

namespace VethLab.Tests.Namespaces;

/// <summary>Files below /etc/netns, with directories that come and go with them.</summary>
[Collection(Alone.Name)]
public sealed class NamespaceFilesTests
{
    private static readonly string Name = $"vlt{Environment.ProcessId}";

    [Fact]
    public void A_file_comes_with_its_directories_and_takes_them_along()
    {
        NamespaceFiles.Create(Name, "resolv.conf", "nameserver ünïcode\n");

        Assert.Equal("nameserver ünïcode\n", NamespaceFiles.Read(Name, "resolv.conf"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(NamespaceFiles.PathOf(Name, "resolv.conf")));
        NamespaceFiles.Remove(Name, "resolv.conf");
        Assert.False(Directory.Exists(NamespaceFiles.DirectoryOf(Name)));
        Assert.Null(NamespaceFiles.Read(Name, "resolv.conf"));
    }

    [Fact]
    public void A_file_that_is_there_is_refused_and_stays()
    {
        NamespaceFiles.Create(Name, "hosts", "first\n");
        try
        {
            Assert.Equal(Errno.EEXIST, Assert.Throws<LinuxException>(() => NamespaceFiles.Create(Name, "hosts", "second\n")).Errno);
            Assert.Equal("first\n", NamespaceFiles.Read(Name, "hosts"));
        }
        finally
        {
            NamespaceFiles.Remove(Name, "hosts");
        }
    }

    [Fact]
    public void A_file_that_cannot_be_made_leaves_no_directory()
    {
        Assert.Throws<LinuxException>(() => NamespaceFiles.Create(Name, new string('x', 256), ""));
        Assert.False(Directory.Exists(NamespaceFiles.DirectoryOf(Name)));
    }

    [Fact]
    public void Making_and_removing_side_by_side_never_fails_for_want_of_a_directory()
    {
        // Each takes the common directory along whenever it is empty for a moment, as the others are about to use it.
        var failures = new List<Exception>();
        var workers = Enumerable.Range(0, 4).Select(worker => OwnThread.Start(() =>
        {
            try
            {
                for (var i = 0; i < 2000; i++)
                {
                    NamespaceFiles.Create($"{Name}-{worker}", "resolv.conf", "");
                    NamespaceFiles.Remove($"{Name}-{worker}", "resolv.conf");
                }
            }
            catch (LinuxException failure)
            {
                lock (failures)
                    failures.Add(failure);
            }
        })).ToList();
        workers.ForEach(worker => worker.Join());

        Assert.Empty(failures);
        Assert.False(Directory.Exists($"{NamespaceFiles.DirectoryOf(Name)}-0"));
    }
}
