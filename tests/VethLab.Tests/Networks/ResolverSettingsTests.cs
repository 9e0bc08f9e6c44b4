using VethLab.Networks.Dns;

namespace VethLab.Tests.Networks;

/// <summary>resolv.conf(5), read as the C library reads it.</summary>
public class ResolverSettingsTests
{
    [Theory]
    [InlineData("nameserver 10.0.0.53\nnameserver fd00::53\n", "10.0.0.53 fd00::53", "")]
    [InlineData("nameserver\t10.0.0.53 # here\r\n", "10.0.0.53", "")]
    [InlineData("nameserver 10.0.0.53", "10.0.0.53", "")]
    [InlineData("nameserver fe80::1%eth0\n", "fe80::1%eth0", "")]
    [InlineData("#nameserver 10.0.0.53\n;nameserver 10.0.0.54\n nameserver 10.0.0.55\nnameserverx 10.0.0.56\nnameserver\nnameserver name\n\n", "", "")]
    [InlineData("search a b\n", "", "a b")]
    [InlineData("domain a b\n", "", "a")]
    [InlineData("search a b\ndomain c\n", "", "c")]
    [InlineData("domain c\nsearch a b\n", "", "a b")]
    [InlineData("", "", "")]
    public void What_a_file_says(string text, string servers, string search)
    {
        var settings = ResolverSettings.Parse(text);

        Assert.Equal(servers, string.Join(' ', settings.Servers));
        Assert.Equal(search, string.Join(' ', settings.Search));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var settings = new ResolverSettings { Servers = ["10.0.0.53", "fd00::53"], Search = ["corp.example", "example"] };

        Assert.Equal(settings, ResolverSettings.Parse(string.Join('\n', settings.Lines)));
    }

    [Theory]
    [InlineData("10.0.0.53", true)]
    [InlineData("fd00::53", true)]
    [InlineData("127.0.0.53", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1%eth0", false)]
    public void Some_servers_are_only_to_be_reached_from_where_they_are_written(string server, bool elsewhere) =>
        Assert.Equal(elsewhere, ResolverSettings.IsReachableElsewhere(server));
}
