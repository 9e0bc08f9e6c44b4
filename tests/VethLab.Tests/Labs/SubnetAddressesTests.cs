using System.Net;
using VethLab.Linux.Route;
using VethLab.Networks.Labs.Description;

namespace VethLab.Tests.Labs;

public class SubnetAddressesTests
{
    [Theory]
    [InlineData("10.0.0.0/30", "10.0.0.1 10.0.0.2")]
    [InlineData("10.0.0.0/31", "10.0.0.0 10.0.0.1")]
    [InlineData("10.0.0.7/32", "10.0.0.7")]
    [InlineData("255.255.255.252/30", "255.255.255.253 255.255.255.254")]
    [InlineData("fd00::/126", "fd00::1 fd00::2 fd00::3")]
    [InlineData("fd00::/127", "fd00::1")]
    [InlineData("fd00::5/128", "fd00::5")]
    public void All_addresses_of_a_network_are_handed_out_once(string network, string expected)
    {
        Assert.True(IPPrefix.TryParse(network, out var prefix));
        var addresses = new SubnetAddresses(prefix, []);

        var handedOut = new List<string>();
        while (addresses.Next() is { } address)
            handedOut.Add(address.Address.ToString());

        Assert.Equal(expected.Split(' '), handedOut);
        Assert.Null(addresses.Next());
    }

    [Fact]
    public void Addresses_go_on_over_the_borders_of_bytes_and_leave_out_what_is_taken()
    {
        Assert.True(IPPrefix.TryParse("10.0.0.0/16", out var prefix));
        var addresses = new SubnetAddresses(prefix, [IPAddress.Parse("10.0.0.2"), IPAddress.Parse("10.0.1.0"), IPAddress.Parse("192.168.0.1")]);

        var handedOut = Enumerable.Range(0, 256).Select(_ => addresses.Next()!.ToString()).ToList();

        Assert.Equal(("10.0.0.1/16", "10.0.0.3/16", "10.0.1.1/16", "10.0.1.2/16"), (handedOut[0], handedOut[1], handedOut[254], handedOut[255]));
    }

    [Theory]
    [InlineData("fd00::/64", "fd00::1")]
    [InlineData("fd00:0:0:0:8000::/65", "fd00::8000:0:0:1")]
    [InlineData("fd00::/16", "fd00::1")]
    [InlineData("0.0.0.0/0", "0.0.0.1")]
    [InlineData("::/0", "::1")]
    public void Of_large_networks_too_the_first_is_handed_out_first(string network, string expected)
    {
        Assert.True(IPPrefix.TryParse(network, out var prefix));

        Assert.Equal(expected, new SubnetAddresses(prefix, []).Next()!.Address.ToString());
    }
}
