using System.ComponentModel;
using System.Diagnostics;
using VethLab.Linux.Namespaces;
using VethLab.Tests.Support;

namespace VethLab.Tests.Namespaces;

/// <summary>Programs started inside a namespace, as `ip netns exec` does.</summary>
[Collection(Alone.Name)]
public sealed class NamespaceProcessTests : IDisposable
{
    private readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    private string Run(params string[] words)
    {
        using var process = NamespaceProcess.Start(
            new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, UseShellExecute = false }, sandbox.There, null);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }

    [Fact]
    public void A_program_is_inside_and_sees_the_namespaces_own_devices_in_sys()
    {
        sandbox.Ip("link add only-here type bridge");

        Assert.Equal($"net:[{sandbox.There.Inode}]", Run("readlink", "/proc/self/ns/net"));
        Assert.Equal("lo\nonly-here", Run("ls", "/sys/class/net"));
    }

    [Fact]
    public void Starting_programs_leaves_no_thread_and_no_mount_behind()
    {
        _ = Run("true");
        var mounts = File.ReadAllLines("/proc/self/mountinfo");
        for (var i = 0; i < 20; i++)
            _ = Run("true");

        Assert.Equal(mounts, File.ReadAllLines("/proc/self/mountinfo"));
        ThreadPlaces.AssertAllHome();
    }

    [Fact]
    public void A_program_that_is_not_there_is_an_error_and_leaves_nothing()
    {
        Assert.Throws<Win32Exception>(() => Run("/missing/program"));
        ThreadPlaces.AssertAllHome();
    }
}
