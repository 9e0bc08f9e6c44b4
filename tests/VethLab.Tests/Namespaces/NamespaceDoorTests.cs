using System.Diagnostics;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route;
using VethLab.Tests.Support;

namespace VethLab.Tests.Namespaces;

/// <summary>What is opened inside a namespace stays there, and whoever opened it stays outside.</summary>
[Collection(Alone.Name)]
public sealed class NamespaceDoorTests
{
    [Fact]
    public void Opening_inside_leaves_every_thread_where_it_was()
    {
        var mounts = File.ReadAllLines("/proc/self/mountinfo");
        ThreadPlaces.AssertAllHome();
        for (var i = 0; i < 50; i++)
        {
            using var space = NamespaceDoor.Create();
            using var socket = NetlinkSocket.OpenRoute(space);
            using var file = NamespaceDoor.OpenFile(space, "/proc/sys/net/ipv4/ip_forward", Libc.O_RDONLY);

            Assert.NotEqual(ThreadPlaces.Process, space.Inode);
            Assert.Equal(ThreadPlaces.Process, ThreadPlaces.Mine);
            ThreadPlaces.AssertAllHome();
        }
        Assert.Equal(mounts, File.ReadAllLines("/proc/self/mountinfo"));
    }

    [Fact]
    public void Opening_inside_from_many_threads_leaves_the_pool_where_it_was()
    {
        using var space = NamespaceDoor.Create();

        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 16 }, _ =>
        {
            using var socket = NetlinkSocket.OpenRoute(space);
            Assert.Equal("lo", Assert.Single(new LinkClient(socket).List()).Name);
        });

        ThreadPlaces.AssertAllHome();
    }

    [Fact]
    public void Visits_one_after_the_other_take_one_thread()
    {
        var threads = Enumerable.Range(0, 50).Select(_ => DoorThread.Run(_ => Environment.CurrentManagedThreadId).Result).Distinct();

        Assert.Single(threads);
        ThreadPlaces.AssertAllHome();
    }

    [Fact]
    public void A_socket_stays_in_its_namespace()
    {
        using var first = NamespaceDoor.Create();
        using var second = NamespaceDoor.Create();
        using var inFirst = NetlinkSocket.OpenRoute(first);
        using var inSecond = NetlinkSocket.OpenRoute(second);
        using var here = NetlinkSocket.OpenRoute();

        new LinkClient(inFirst).Create(new LinkDescription { Name = "only-first" }, new Linux.Route.LinkKinds.BridgeLink());

        Assert.NotNull(new LinkClient(inFirst).Find("only-first"));
        Assert.Null(new LinkClient(inSecond).Find("only-first"));
        Assert.Null(new LinkClient(here).Find("only-first"));
        Assert.Equal(3, new HashSet<ulong> { inFirst.NamespaceCookie, inSecond.NamespaceCookie, here.NamespaceCookie }.Count);
    }

    [Fact]
    public void A_failure_inside_is_reported_with_its_number_and_leaves_no_thread_inside()
    {
        using var space = NamespaceDoor.Create();

        var family = Assert.Throws<LinuxException>(() => NamespaceDoor.OpenSocket(space, 4711, Libc.SOCK_RAW, 0));
        var file = Assert.Throws<LinuxException>(() => NamespaceDoor.OpenFile(space, "/proc/sys/net/missing", Libc.O_RDONLY));

        Assert.Equal((Errno.EAFNOSUPPORT, Errno.ENOENT), (family.Errno, file.Errno));
        ThreadPlaces.AssertAllHome();
    }

    [Fact]
    public void A_namespace_ends_with_its_handle()
    {
        var handle = NamespaceDoor.Create();
        var (path, inode) = (handle.DescriptorPath, handle.Inode);
        Assert.Equal(inode, FileIdentity.InodeOf(path));

        handle.Dispose();

        Assert.Equal(0ul, FileIdentity.InodeOf(path));
        ThreadPlaces.AssertNoneIn(inode);
    }

    [Theory]
    [InlineData("/proc/self/ns/mnt")]
    [InlineData("/proc/self/ns/user")]
    [InlineData("/etc/passwd")]
    [InlineData("/proc")]
    public void A_file_that_is_no_network_namespace_is_refused(string path)
    {
        var failure = Assert.Throws<LinuxException>(() => NamespaceHandle.Open(path));

        Assert.Equal((Errno.EINVAL, $"open {path}: not a network namespace (EINVAL)"), (failure.Errno, failure.Message));
    }

    [Fact]
    public void A_missing_file_and_a_missing_process_are_refused()
    {
        Assert.Equal(Errno.ENOENT, Assert.Throws<LinuxException>(() => NamespaceHandle.Open("/run/netns/missing")).Errno);
        Assert.Equal(Errno.ENOENT, Assert.Throws<LinuxException>(() => NamespaceHandle.OpenProcess(int.MaxValue)).Errno);
    }

    [Fact]
    public void The_namespace_of_a_process_is_found()
    {
        using var sandbox = new Sandbox();
        using var process = Process.Start("nsenter", [$"--net={sandbox.There.DescriptorPath}", "sleep", "60"]);
        try
        {
            var clock = Stopwatch.StartNew();
            while (FileIdentity.InodeOf($"/proc/{process.Id}/ns/net") != sandbox.There.Inode && clock.Elapsed < TimeSpan.FromSeconds(10))
                Thread.Sleep(10);
            using var handle = NamespaceHandle.OpenProcess(process.Id);
            Assert.Equal(sandbox.There.Inode, handle.Inode);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }
}
