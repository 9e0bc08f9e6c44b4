using System.Diagnostics;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using VethLab.Networks.Namespaces;
using VethLab.Tests.Support;

namespace VethLab.Tests.Netlink;

/// <summary>Descriptors: children get none of ours, and none are left behind.</summary>
[Collection(Alone.Name)]
public sealed class DescriptorTests : IDisposable
{
    private readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    /// <summary>What this process's descriptors point at, sockets and namespaces only.</summary>
    private static List<string> Descriptors() =>
    [
        .. Directory.EnumerateFiles("/proc/self/fd").Select(path => new FileInfo(path).LinkTarget).OfType<string>()
            .Where(target => target.StartsWith("socket:", StringComparison.Ordinal) || target.StartsWith("net:", StringComparison.Ordinal)),
    ];

    [Fact]
    public void A_child_process_inherits_no_socket_and_no_namespace()
    {
        using var route = NetlinkSocket.OpenRoute(sandbox.There);
        using var netfilter = NetlinkSocket.OpenNetfilter(sandbox.There);
        using var here = NetlinkSocket.OpenRoute();
        using var home = NamespaceHandle.OpenCurrent();
        using var session = NamespaceLocator.OpenHere();
        _ = (session.Links.List(), session.NfTables.GetTables());
        var before = Descriptors();
        Assert.True(before.Count(target => target.StartsWith("socket:", StringComparison.Ordinal)) >= 5, string.Join(' ', before));
        Assert.True(before.Count(target => target.StartsWith("net:", StringComparison.Ordinal)) >= 3, string.Join(' ', before));

        using var child = Process.Start(new ProcessStartInfo("/bin/ls", ["-l", "/proc/self/fd"]) { RedirectStandardOutput = true })!;
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();

        Assert.Contains("/proc", output, StringComparison.Ordinal);
        Assert.All(before, target => Assert.DoesNotContain(target, output, StringComparison.Ordinal));
    }

    [Fact]
    public void A_thousand_sessions_leave_no_descriptor_and_no_thread()
    {
        Use();
        var (descriptors, threads) = (Descriptors(), Process.GetCurrentProcess().Threads.Count);

        for (var i = 0; i < 1000; i++)
            Use();

        Assert.Equal(descriptors.Order(), Descriptors().Order());
        Assert.InRange(Process.GetCurrentProcess().Threads.Count, 1, threads + 8);

        void Use()
        {
            using var session = new NamespaceSession(NamespaceHandle.Open(sandbox.There.DescriptorPath), isHere: false);
            Assert.Single(session.Links.List());
            Assert.Empty(session.NfTables.GetTables());
            Assert.Equal("0", session.Sysctls.Read("ipv4/ip_forward"));
        }
    }

    [Fact]
    public void What_cannot_be_opened_leaves_no_descriptor()
    {
        var before = Descriptors();
        for (var i = 0; i < 100; i++)
        {
            Assert.ThrowsAny<IOException>(() => NamespaceHandle.Open("/proc/self/ns/mnt"));
            Assert.ThrowsAny<IOException>(() => NamespaceHandle.Open("/etc/hostname"));
            Assert.ThrowsAny<IOException>(() => NamespaceDoor.OpenSocket(sandbox.There, 4711, 1, 0));
        }

        Assert.Equal(before.Order(), Descriptors().Order());
    }
}
