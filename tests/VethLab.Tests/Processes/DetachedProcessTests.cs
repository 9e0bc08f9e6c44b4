using System.Diagnostics;
using System.Runtime.InteropServices;
using VethLab.Linux.Interop;
using VethLab.Linux.Processes;
using VethLab.Tests.Namespaces;
using VethLab.Tests.Support;

namespace VethLab.Tests.Processes;

/// <summary>Programs that run on their own inside a namespace.</summary>
[Collection(Alone.Name)]
public sealed class DetachedProcessTests : IDisposable
{
    private readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    private string Output(string script, string mark = "sysfs", params KeyValuePair<string, string>[] environment)
    {
        using var output = ProgramOutput.ToMemory();
        using var process = DetachedProcess.Start(
            new ProgramStart("/bin/sh", ["-c", script]) { Output = output, Mark = mark, Environment = environment }, sandbox.There, null);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, process.ExitCode);
        return string.Join('\n', output.LastLines(100));
    }

    [Fact]
    public void It_is_inside_in_the_root_folder_and_sees_the_namespaces_own_devices_under_the_mark()
    {
        sandbox.Ip("link add only-here type bridge");

        Assert.Equal($"net:[{sandbox.There.Inode}]\nlo\nonly-here\n/", Output("readlink /proc/self/ns/net; ls /sys/class/net; pwd"));
        Assert.Contains(" - sysfs mark:x/7 ", Output("grep ' /sys ' /proc/self/mountinfo", "mark:x/7"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_leads_a_session_of_its_own_with_no_signal_blocked_or_ignored()
    {
        // Fields 5 and 6 of proc_pid_stat(5); the shell itself is what has them.
        Assert.Equal("yes", Output("set -- $(cut -d' ' -f1,5,6,7 /proc/$$/stat); [ $$ = $2 ] && [ $$ = $3 ] && [ $4 = 0 ] && echo yes"));
        // .NET ignores SIGPIPE, which children would inherit.
        // Bits 31 and 32 are glibc's own signals, which it ignores on every spawn.
        Assert.Matches("^SigBlk:\\s+0{16}\nSigIgn:\\s+0{7}[01][08]0{7}$", Output("grep -E 'SigBlk|SigIgn' /proc/self/status"));
    }

    [Fact]
    public void It_has_no_descriptor_of_this_process_also_none_that_children_would_inherit()
    {
        using var file = new FileDescriptor(Libc.Open("/proc/self/status", Libc.O_RDONLY));
        // F_SETFD 0: not to be closed on exec.
        Assert.Equal(0, Libc.FileControl((int)file.DangerousGetHandle(), 2, 0));

        Assert.Equal("0\n1\n2", Output("for fd in /proc/$$/fd/*; do [ -e $fd ] && echo ${fd##*/}; done; true").Replace("\n10", string.Empty, StringComparison.Ordinal));
    }

    [Fact]
    public void It_has_this_process_environment_and_its_own()
    {
        var path = Environment.GetEnvironmentVariable("PATH");
        Assert.Equal($"{path}\na 'b' \"c\"", Output("echo \"$PATH\"; echo \"$VALUE\"", "sysfs", KeyValuePair.Create("VALUE", "a 'b' \"c\"")));
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("kill -TERM $$", 128 + 15)]
    [InlineData("no-such-program", 127)]
    public void Its_exit_code_is_known(string script, int code)
    {
        using var process = DetachedProcess.Start(new ProgramStart("/bin/sh", ["-c", script]), sandbox.There, null);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal(code, process.ExitCode);
    }

    [Fact]
    public void One_that_nobody_waits_for_leaves_no_zombie()
    {
        var ids = new List<int>();
        for (var i = 0; i < 20; i++)
        {
            using var process = DetachedProcess.Start(new ProgramStart("/bin/sh", ["-c", "exit 3"]), sandbox.There, null);
            ids.Add(process.Id);
        }
        Assert.True(SpinWait.SpinUntil(() => ids.TrueForAll(id => !Directory.Exists($"/proc/{id}")), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Dotnets_own_children_are_still_waited_for_by_dotnet()
    {
        using var process = DetachedProcess.Start(new ProgramStart("/bin/sh", ["-c", "sleep 0.05"]), sandbox.There, null);
        using var other = Process.Start("/bin/sh", ["-c", "exit 5"]);
        other.WaitForExit();
        Assert.Equal(5, other.ExitCode);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void Starting_leaves_no_thread_and_no_mount_behind_also_from_a_thread_that_is_elsewhere()
    {
        var mounts = File.ReadAllLines("/proc/self/mountinfo");
        using (var elsewhere = new Sandbox())
        {
            var stay = new Thread(() =>
            {
                using var inside = new Linux.Namespaces.NamespaceSwitch(elsewhere.There);
                for (var i = 0; i < 10; i++)
                {
                    using var process = DetachedProcess.Start(new ProgramStart("/bin/sh", ["-c", "exit 0"]), sandbox.There, null);
                    Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
                }
            });
            stay.Start();
            stay.Join();
        }
        Assert.Equal(mounts, File.ReadAllLines("/proc/self/mountinfo"));
        ThreadPlaces.AssertAllHome();
    }

    [Fact]
    public void One_that_cannot_be_started_is_an_error()
    {
        var failure = Assert.Throws<LinuxException>(() => DetachedProcess.Start(new ProgramStart("/missing/program", []), sandbox.There, null));
        Assert.Equal(Errno.ENOENT, failure.Errno);
        ThreadPlaces.AssertAllHome();
    }

    [Fact]
    public void A_wait_ends_with_a_cancellation_and_leaves_it_running()
    {
        using var process = DetachedProcess.Start(new ProgramStart("/bin/sh", ["-c", "exec sleep 30"]), sandbox.There, null);
        using var stop = new CancellationTokenSource(50);
        Assert.ThrowsAny<OperationCanceledException>(() => process.WaitForExit(Timeout.InfiniteTimeSpan, stop.Token));
        Assert.Null(process.ExitCode);
        using var handle = ProcessHandle.Open(process.Id)!;
        handle.Kill();
        Assert.True(handle.WaitForExit(TimeSpan.FromSeconds(5)));
        Assert.Equal(128 + 9, process.ExitCode);
    }
}
