using System.Diagnostics;
using System.Text;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Tests.Support;

namespace VethLab.Tests.Namespaces;

/// <summary>/run/netns as `ip netns` keeps it, each reading what the other made.</summary>
[Collection(Alone.Name)]
public sealed class NamespaceDirectoryTests : IDisposable
{
    private readonly string name = $"vlt{Environment.ProcessId}";

    public void Dispose()
    {
        if (NamespaceDirectory.Exists(name))
            NamespaceDirectory.Remove(name);
    }

    private static (int Code, string Output, string Error) Run(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private static string Ip(params string[] arguments)
    {
        var (code, output, error) = Run("ip", arguments);
        return code == 0 ? output : throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {error}");
    }

    private static string[] Names(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])];

    [Fact]
    public void What_we_make_is_read_used_and_removed_by_ip()
    {
        ulong inode;
        using (var space = NamespaceDirectory.Create())
        {
            NamespaceDirectory.Mount(name, space);
            inode = space.Inode;
        }

        Assert.Contains(name, Names(Ip("netns", "list")));
        Assert.Equal($"net:[{inode}]", Ip("netns", "exec", name, "readlink", "/proc/self/ns/net").Trim());
        Assert.Contains("lo", Ip("-n", name, "-br", "link"), StringComparison.Ordinal);
        Ip("netns", "delete", name);
        Assert.False(NamespaceDirectory.Exists(name));
        Assert.DoesNotContain(name, NamespaceDirectory.Names());
        Assert.DoesNotContain(name, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_ip_makes_is_read_and_removed_by_us()
    {
        Ip("netns", "add", name);

        Assert.Contains(name, NamespaceDirectory.Names());
        using (var space = NamespaceDirectory.Open(name)!)
            Assert.Equal($"net:[{space.Inode}]", Ip("netns", "exec", name, "readlink", "/proc/self/ns/net").Trim());
        NamespaceDirectory.Remove(name);
        Assert.DoesNotContain(name, Names(Ip("netns", "list")));
        Assert.Null(NamespaceDirectory.Open(name));
        Assert.DoesNotContain(name, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_a_namespace_that_a_process_is_in_takes_its_name_all_the_same()
    {
        Ip("netns", "add", name);
        using var process = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", name, "sh", "-c", "echo in; sleep 60"]) { RedirectStandardOutput = true })!;
        try
        {
            Assert.Equal("in", process.StandardOutput.ReadLine());
            NamespaceDirectory.Remove(name);
            Assert.False(NamespaceDirectory.Exists(name));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    [Fact]
    public void A_name_that_is_taken_is_refused_and_its_namespace_stays()
    {
        using var first = NamespaceDirectory.Create();
        using var second = NamespaceDirectory.Create();
        NamespaceDirectory.Mount(name, first);

        Assert.Equal(Errno.EEXIST, Assert.Throws<LinuxException>(() => NamespaceDirectory.Mount(name, second)).Errno);

        using var found = NamespaceDirectory.Open(name)!;
        Assert.Equal(first.Inode, found.Inode);
        // No second mount on the same file.
        Assert.Single(File.ReadAllLines("/proc/self/mountinfo"), line => line.Contains($"/run/netns/{name} ", StringComparison.Ordinal));
    }

    [Fact]
    public void Removing_a_name_that_is_not_there_is_refused() =>
        Assert.Equal(Errno.ENOENT, Assert.Throws<LinuxException>(() => NamespaceDirectory.Remove("vlt-missing")).Errno);

    [Fact]
    public void The_file_appears_with_its_mark_and_never_without()
    {
        Ip("netns", "add", name); // the directory and its shared mount
        Ip("netns", "delete", name);
        using var stop = new CancellationTokenSource();
        var (seen, wrong) = (0, new List<string>());
        var path = NamespaceDirectory.PathOf(name);
        var watcher = OwnThread.Start(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    // A namespace's file cannot be read (EINVAL); what can be read is the placeholder, before or under the mount.
                    var content = File.ReadAllBytes(path);
                    if (Encoding.ASCII.GetString(content) == "vethlab\n")
                        seen++;
                    else
                        wrong.Add(Convert.ToHexString(content));
                }
                catch (IOException)
                {
                    // Not there, or a namespace by now.
                }
                catch (UnauthorizedAccessException)
                {
                    // The same, said differently.
                }
            }
        });
        var clock = Stopwatch.StartNew();
        using (var space = NamespaceDirectory.Create())
        {
            for (var i = 0; i < 300 || (Volatile.Read(ref seen) == 0 && clock.Elapsed < TimeSpan.FromSeconds(10)); i++)
            {
                NamespaceDirectory.Mount(name, space);
                NamespaceDirectory.Remove(name);
            }
        }
        stop.Cancel();
        watcher.Join();

        Assert.Empty(wrong);
        Assert.True(seen > 0, "the placeholder was never seen; the test shows nothing");
    }

    [Fact]
    public void A_file_without_a_namespace_is_stale_and_ours_is_told_from_others()
    {
        using (var space = NamespaceDirectory.Create())
            NamespaceDirectory.Mount(name, space);
        // Unmounted by hand, what is left is what a VethLab killed at that point would leave.
        Assert.Equal(0, Run("umount", NamespaceDirectory.PathOf(name)).Code);

        Assert.Equal("vethlab\n", File.ReadAllText(NamespaceDirectory.PathOf(name)));
        Assert.True(NamespaceDirectory.IsOurPlaceholder(name));
        Assert.Equal(Errno.EINVAL, Assert.Throws<LinuxException>(() => NamespaceDirectory.Open(name)).Errno);
        Assert.True(NamespaceOperations.Find(name)!.IsStale);
        Assert.Equal(NetworkError.NamespaceStale, Assert.Throws<NetworkException>(() => NamespaceLocator.OpenNamed(name)).Error);
        NamespaceOperations.PlanRemove(name).Run();
        Assert.False(NamespaceDirectory.Exists(name));

        File.WriteAllText(NamespaceDirectory.PathOf(name), "");
        Assert.False(NamespaceDirectory.IsOurPlaceholder(name));
        Assert.Equal(NetworkError.NamespaceStale, Assert.Throws<NetworkException>(() => NamespaceOperations.PlanRemove(name)).Error);
        NamespaceOperations.PlanRemove(name, force: true).Run();
        Assert.False(NamespaceDirectory.Exists(name));
    }

    [Fact]
    public void A_placeholder_is_not_seen_in_a_namespace_or_in_nothing()
    {
        Ip("netns", "add", name);

        Assert.False(NamespaceDirectory.IsOurPlaceholder(name));
        Assert.False(NamespaceDirectory.IsOurPlaceholder("vlt-missing"));
    }

    [Fact]
    public void Making_mounting_and_removing_leaves_no_thread_and_no_mount()
    {
        Ip("netns", "add", name);
        Ip("netns", "delete", name);
        var mounts = File.ReadAllLines("/proc/self/mountinfo");
        for (var i = 0; i < 50; i++)
        {
            using var space = NamespaceDirectory.Create();
            NamespaceDirectory.Mount(name, space);
            NamespaceDirectory.Remove(name);
        }

        Assert.Equal(mounts, File.ReadAllLines("/proc/self/mountinfo"));
        ThreadPlaces.AssertAllHome();
    }
}
