using System.Net;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;

namespace VethLab.Tests.Networks;

/// <summary>What users write for addresses: what is taken, and what is said about the rest.</summary>
public class AddressTextTests
{
    [Theory]
    [InlineData("192.168.88.11/24", null, "192.168.88.11/24")]
    [InlineData("192.168.88.11", 24, "192.168.88.11/24")]
    [InlineData("192.168.88.11/24", 24, "192.168.88.11/24")]
    [InlineData("0.0.0.0/0", null, "0.0.0.0/0")]
    [InlineData("10.0.0.1/32", null, "10.0.0.1/32")]
    [InlineData("fd00::1/64", null, "fd00::1/64")]
    [InlineData("FD00:0:0::1", 128, "fd00::1/128")]
    [InlineData("::/0", null, "::/0")]
    [InlineData("::ffff:10.0.0.1/96", null, "::ffff:10.0.0.1/96")]
    public void A_prefix_is_read(string text, int? length, string expected) =>
        Assert.Equal(expected, AddressText.ParsePrefix(text, length).ToString());

    [Theory]
    [InlineData(null, null, NetworkError.InvalidAddress)]
    [InlineData("", null, NetworkError.InvalidAddress)]
    [InlineData("/24", null, NetworkError.InvalidAddress)]
    [InlineData("192.168.88/24", null, NetworkError.InvalidAddress)]
    [InlineData("192.168.88.256/24", null, NetworkError.InvalidAddress)]
    [InlineData("192.168.88.011/24", null, NetworkError.InvalidAddress)]
    [InlineData("0x0a.0.0.1/24", null, NetworkError.InvalidAddress)]
    [InlineData("3232258059/24", null, NetworkError.InvalidAddress)]
    [InlineData(" 10.0.0.1/24", null, NetworkError.InvalidAddress)]
    [InlineData("10.0.0.1 /24", null, NetworkError.InvalidAddress)]
    [InlineData("[fd00::1]/64", null, NetworkError.InvalidAddress)]
    [InlineData("[fd00::1]:80/64", null, NetworkError.InvalidAddress)]
    [InlineData("fd00::1::2/64", null, NetworkError.InvalidAddress)]
    [InlineData("example.org/24", null, NetworkError.InvalidAddress)]
    [InlineData("192.168.88.11", null, NetworkError.InvalidPrefixLength)]
    [InlineData("192.168.88.11/", null, NetworkError.InvalidPrefixLength)]
    [InlineData("192.168.88.11/33", null, NetworkError.InvalidPrefixLength)]
    [InlineData("192.168.88.11/-1", null, NetworkError.InvalidPrefixLength)]
    [InlineData("192.168.88.11/+24", null, NetworkError.InvalidPrefixLength)]
    [InlineData("192.168.88.11/24 ", null, NetworkError.InvalidPrefixLength)]
    [InlineData("192.168.88.11/24/24", null, NetworkError.InvalidPrefixLength)]
    [InlineData("192.168.88.11/255.255.255.0", null, NetworkError.InvalidPrefixLength)]
    [InlineData("192.168.88.11/99999999999", null, NetworkError.InvalidPrefixLength)]
    [InlineData("192.168.88.11", 33, NetworkError.InvalidPrefixLength)]
    [InlineData("192.168.88.11", -1, NetworkError.InvalidPrefixLength)]
    [InlineData("192.168.88.11/24", 25, NetworkError.InvalidPrefixLength)]
    [InlineData("fd00::1/129", null, NetworkError.InvalidPrefixLength)]
    public void What_is_no_prefix_is_refused_with_the_text_as_target(string? text, int? length, NetworkError error)
    {
        var failure = Assert.Throws<NetworkException>(() => AddressText.ParsePrefix(text, length));

        Assert.Equal((error, text), (failure.Error, failure.Target));
        Assert.NotNull(failure.Advice);
    }

    [Theory]
    [InlineData("192.168.88.0/24", "192.168.88.0/24")]
    [InlineData("10.0.0.1", "10.0.0.1/32")]
    [InlineData("fd00::1", "fd00::1/128")]
    [InlineData("fd00::/64", "fd00::/64")]
    public void A_network_is_read(string text, string expected) => Assert.Equal(expected, AddressText.ParseNetwork(text).ToString());

    [Fact]
    public void A_network_with_host_bits_is_refused_with_the_network_that_is_meant() => Assert.Contains(
        "the network is 192.168.88.0/24",
        Assert.Throws<NetworkException>(() => AddressText.ParseNetwork("192.168.88.1/24")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("192.168.88.11/24", "192.168.88.0/24", "192.168.88.255")]
    [InlineData("10.255.3.77/20", "10.255.0.0/20", "10.255.15.255")]
    [InlineData("10.0.0.1/30", "10.0.0.0/30", "10.0.0.3")]
    [InlineData("10.0.0.1/31", "10.0.0.0/31", null)]
    [InlineData("10.0.0.1/32", "10.0.0.1/32", null)]
    [InlineData("255.255.255.255/0", "0.0.0.0/0", "255.255.255.255")]
    [InlineData("fd00::ffff:1/112", "fd00::ffff:0/112", null)]
    [InlineData("fd00:0:0:1fff::1/51", "fd00::/51", null)]
    public void Network_and_broadcast_are_computed(string text, string network, string? broadcast)
    {
        Assert.True(IPPrefix.TryParse(text, out var prefix));

        Assert.Equal((network, broadcast), (prefix.Network.ToString(), prefix.Broadcast?.ToString()));
        Assert.Equal(prefix.Network, prefix.Network.Network);
    }

    [Theory]
    [InlineData("192.168.88.11/24", "192.168.88.255", true)]
    [InlineData("192.168.88.11/24", "192.168.89.0", false)]
    [InlineData("10.16.0.0/12", "10.31.255.255", true)]
    [InlineData("10.16.0.0/12", "10.32.0.0", false)]
    [InlineData("0.0.0.0/0", "1.2.3.4", true)]
    [InlineData("0.0.0.0/0", "fd00::1", false)]
    [InlineData("10.0.0.1/32", "10.0.0.1", true)]
    [InlineData("fd00::/63", "fd00:0:0:1::1", true)]
    [InlineData("fd00::/64", "fd00:0:0:1::1", false)]
    public void A_network_contains_its_addresses(string text, string address, bool contains)
    {
        Assert.True(IPPrefix.TryParse(text, out var prefix));

        Assert.Equal(contains, prefix.Contains(IPAddress.Parse(address)));
    }

    [Fact]
    public void Prefixes_compare_by_value_and_forget_scope_ids()
    {
        Assert.Equal(new IPPrefix(IPAddress.Parse("fe80::1"), 64), new IPPrefix(IPAddress.Parse("fe80::1%3"), 64));
        Assert.NotEqual(new IPPrefix(IPAddress.Parse("10.0.0.1"), 24), new IPPrefix(IPAddress.Parse("10.0.0.1"), 25));
        Assert.Throws<ArgumentOutOfRangeException>(() => new IPPrefix(IPAddress.Any, 33));
        Assert.Throws<ArgumentOutOfRangeException>(() => new IPPrefix(IPAddress.Any, -1));
    }
}
