using System.Diagnostics;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Tests.Support;

namespace VethLab.Tests.Namespaces;

/// <summary>Which namespace is which, and the way back to one that an object remembers.</summary>
[Collection(Alone.Name)]
public sealed class NamespaceIdentityTests
{
    [Theory]
    [InlineData(7, 1, 7, 1, true)]
    [InlineData(7, 1, 7, 2, false)]
    [InlineData(7, 1, 8, 1, false)]
    [InlineData(7, 0, 7, 2, true)]
    [InlineData(7, 1, 7, 0, true)]
    public void Inode_and_cookie_tell_namespaces_apart(ulong inode, ulong cookie, ulong otherInode, ulong otherCookie, bool same) =>
        Assert.Equal(same, new NamespaceIdentity(inode, cookie).IsSameAs(new NamespaceIdentity(otherInode, otherCookie)));

    [Fact]
    public void An_identity_is_written_as_the_kernel_writes_it()
    {
        using var handle = NamespaceHandle.OpenCurrent();

        Assert.Equal(new FileInfo("/proc/thread-self/ns/net").LinkTarget, new NamespaceIdentity(handle.Inode, 1).ToString());
    }

    [Fact]
    public void Cookies_are_never_given_out_again()
    {
        var cookies = new HashSet<ulong>();
        for (var i = 0; i < 100; i++)
        {
            using var space = NamespaceDoor.Create();
            using var socket = NetlinkSocket.OpenRoute(space);
            Assert.True(socket.NamespaceCookie != 0 && cookies.Add(socket.NamespaceCookie), $"{socket.NamespaceCookie} after {i} namespaces");
        }
    }

    // Inode numbers are given out again when the kernel likes, so what an object of a dead namespace remembers is written down here: the
    // number that a living one has now, and another cookie.
    [Fact]
    public void An_inode_number_that_a_later_namespace_got_does_not_lead_there()
    {
        const string name = "vlt-later";
        using (var space = NamespaceDoor.Create())
            NamespaceDirectory.Mount(name, space);
        try
        {
            using var now = NamespaceLocator.OpenNamed(name);
            var gone = now.Identity with { Cookie = now.Identity.Cookie - 1 };
            Assert.False(gone.IsSameAs(now.Identity));

            foreach (var remembered in new[] { null, name })
                Assert.Equal(NetworkError.NamespaceNotFound, Assert.Throws<NetworkException>(() => NamespaceLocator.Open(gone, remembered)).Error);
            using var found = NamespaceLocator.Open(now.Identity, null);
            Assert.Equal(now.Identity, found.Identity);
        }
        finally
        {
            NamespaceDirectory.Remove(name);
        }
    }

    [Fact]
    public void A_namespace_without_a_name_is_found_through_a_process_in_it()
    {
        using var sandbox = new Sandbox();
        NamespaceIdentity identity;
        using (var session = new NamespaceSession(NamespaceHandle.Open(sandbox.There.DescriptorPath), isHere: false))
            identity = session.Identity;
        Assert.Throws<NetworkException>(() => NamespaceLocator.Open(identity, null));

        using var process = Process.Start(
            new ProcessStartInfo("nsenter", [$"--net={sandbox.There.DescriptorPath}", "sh", "-c", "echo in; exec sleep 60"]) { RedirectStandardOutput = true })!;
        try
        {
            Assert.Equal("in", process.StandardOutput.ReadLine());
            using var found = NamespaceLocator.Open(identity, null);
            Assert.Equal(identity, found.Identity);
            Assert.Equal(process.Id, NamespaceLocator.ProcessIn(identity.Inode));
            Assert.Null(found.Name);
            Assert.Equal($"nsenter --net=/proc/{process.Id}/ns/net ip link", found.Shell.Ip("link"));
            Assert.Equal($"{process.Id}", found.Shell.Target);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    [Fact]
    public void The_threads_own_namespace_is_found_wherever_it_is()
    {
        NamespaceIdentity identity;
        using (var session = NamespaceLocator.OpenHere())
            identity = session.Identity;

        using (var found = NamespaceLocator.Open(identity, null))
            Assert.Equal((true, identity), (found.IsHere, found.Identity));
        using var sandbox = new Sandbox();
        OwnThread.Run(() =>
        {
            using var stay = new NamespaceSwitch(sandbox.There);
            // The process's, seen from a thread that is elsewhere.
            using var found = NamespaceLocator.Open(identity, null);
            Assert.Equal((false, identity), (found.IsHere, found.Identity));
        });
    }

    [Fact]
    public void Numbers_of_namespaces_are_those_that_ip_prints()
    {
        using var sandbox = new Sandbox();
        using var other = NamespaceDoor.Create();
        using var session = new NamespaceSession(NamespaceHandle.Open(sandbox.There.DescriptorPath), isHere: false);
        Assert.Null(session.NamespaceIds.Find(other));

        session.Links.Create(
            new Linux.Route.LinkDescription { Name = "v0" },
            new Linux.Route.LinkKinds.VethLink(new Linux.Route.LinkDescription { Name = "v1", Namespace = other }));

        Assert.Contains($"link-netnsid {session.NamespaceIds.Find(other)}", sandbox.Ip("link show v0"), StringComparison.Ordinal);
        Assert.Equal(session.NamespaceIds.Find(other), session.Links.Find("v0")!.LinkNamespaceId);
    }

    [Fact]
    public void Inodes_of_links_are_those_of_their_targets()
    {
        using var handle = NamespaceHandle.OpenCurrent();

        Assert.Equal(handle.Inode, FileIdentity.InodeOf("/proc/thread-self/ns/net"));
        Assert.Equal(0ul, FileIdentity.InodeOf("/run/netns/missing"));
    }
}
