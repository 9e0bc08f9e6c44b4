using VethLab.Linux.Interop;
using VethLab.Linux.Sysctls;
using VethLab.Tests.Support;

namespace VethLab.Tests.Sysctls;

/// <summary>Settings of a namespace against what sysctl(8) reads and writes inside.</summary>
public sealed class SysctlClientTests : IDisposable
{
    private readonly Sandbox sandbox = new();

    private SysctlClient Client => new(sandbox.There);

    public void Dispose() => sandbox.Dispose();

    private string Sysctl(string key) => sandbox.Run("sysctl", "-n", $"net/{key}").TrimEnd('\n');

    [Theory]
    [InlineData("ipv4/ip_forward", "1")]
    [InlineData("ipv4/conf/all/forwarding", "1")]
    [InlineData("ipv4/conf/default/rp_filter", "2")]
    [InlineData("ipv6/conf/all/forwarding", "1")]
    [InlineData("ipv4/ip_local_port_range", "40000\t50000")]
    public void A_value_that_we_write_is_read_by_sysctl_and_the_other_way_round(string key, string value)
    {
        var before = Client.Read(key)!;
        Assert.Equal(Sysctl(key), before);
        Assert.NotEqual(value, before);

        Client.Write(key, value);
        Assert.Equal((value, value), (Sysctl(key), Client.Read(key)));

        sandbox.Run("sysctl", "-q", "-w", $"net/{key}={before}");
        Assert.Equal(before, Client.Read(key));
    }

    [Fact]
    public void A_namespaces_settings_are_its_own()
    {
        var here = new SysctlClient().Read("ipv4/ip_forward");
        using var another = new Sandbox();

        Client.Write("ipv4/ip_forward", "1");

        Assert.Equal(here, new SysctlClient().Read("ipv4/ip_forward"));
        Assert.Equal("0", new SysctlClient(another.There).Read("ipv4/ip_forward"));
    }

    [Fact]
    public void An_interface_with_a_dot_in_its_name_has_settings_too()
    {
        sandbox.Ip("link add br.01 type bridge");

        Client.Write("ipv4/conf/br.01/forwarding", "1");

        Assert.Equal("1", Sysctl("ipv4/conf/br.01/forwarding"));
    }

    [Fact]
    public void A_setting_that_the_kernel_does_not_have_is_null_and_cannot_be_written()
    {
        Assert.Null(Client.Read("ipv4/missing"));
        Assert.Null(Client.Read("ipv4/conf/missing/forwarding"));
        Assert.Equal(Errno.ENOENT, Assert.Throws<LinuxException>(() => Client.Write("ipv4/missing", "1")).Errno);
    }

    [Fact]
    public void A_value_that_is_none_is_refused_and_changes_nothing()
    {
        var failure = Assert.Throws<LinuxException>(() => Client.Write("ipv4/ip_forward", "maybe"));

        Assert.Equal((Errno.EINVAL, "write sysctl net/ipv4/ip_forward"), (failure.Errno, failure.Operation));
        Assert.Equal("0", Sysctl("ipv4/ip_forward"));
    }

    [Fact]
    public void Files_of_proc_net_are_the_namespaces_own_and_whole()
    {
        sandbox.Ip("link add only-here type bridge");
        for (var i = 0; i < 60; i++)
            sandbox.Ip($"link add b{i} type bridge");

        var text = Client.ReadProcNet("dev")!;

        // More than one read's worth.
        Assert.True(text.Length > 4096, $"{text.Length}");
        Assert.Contains("only-here:", text, StringComparison.Ordinal);
        Assert.Contains("b59:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("only-here:", new SysctlClient().ReadProcNet("dev"), StringComparison.Ordinal);
        Assert.Null(Client.ReadProcNet("missing"));
    }
}
