using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Routes;

namespace VethLab.Tests.Networks;

public class HopDescriptionTests
{
    [Theory]
    [InlineData("192.168.88.1", "192.168.88.1", null, 1, false)]
    [InlineData("192.168.88.1 dev veth01 weight 2", "192.168.88.1", "veth01", 2, false)]
    [InlineData("fe80::1  weight 256 dev it's onlink", "fe80::1", "it's", 256, true)]
    [InlineData("dev dev", null, "dev", 1, false)]
    [InlineData("192.168.88.1 dev veth01 onlink dead linkdown", "192.168.88.1", "veth01", 1, true)]
    public void What_users_write_and_routes_say_is_read(string text, string? nextHop, string? device, int weight, bool onLink)
    {
        var hop = HopDescription.Parse(text);

        Assert.Equal((nextHop, device, weight, onLink), (hop.NextHop?.ToString(), hop.InterfaceAlias, hop.Weight, hop.OnLink));
    }

    [Theory]
    [InlineData("", NetworkError.InvalidAddress)]
    [InlineData("gateway", NetworkError.InvalidAddress)]
    [InlineData("192.168.88.1/24", NetworkError.InvalidAddress)]
    [InlineData("192.168.88.1 dev", NetworkError.InvalidValue)]
    [InlineData("192.168.88.1 weight", NetworkError.InvalidValue)]
    [InlineData("192.168.88.1 weight 0", NetworkError.InvalidValue)]
    [InlineData("192.168.88.1 weight 257", NetworkError.InvalidValue)]
    [InlineData("192.168.88.1 weight -1", NetworkError.InvalidValue)]
    [InlineData("192.168.88.1 192.168.88.2", NetworkError.InvalidValue)]
    public void Anything_else_is_refused_with_its_name(string text, NetworkError error)
    {
        var refusal = Assert.Throws<NetworkException>(() => HopDescription.Parse(text));

        Assert.Equal(error, refusal.Error);
    }

    [Fact]
    public void What_a_route_says_of_a_way_is_read_as_the_same_way()
    {
        var path = new RoutePath { NextHop = "fd00::1", InterfaceAlias = "veth01", Weight = 7, Flags = RouteHopFlags.OnLink | RouteHopFlags.LinkDown };

        Assert.Equal("fd00::1 dev veth01 weight 7 onlink linkdown", path.ToString());
        Assert.True(HopDescription.Parse(path.ToString()).Describes(path));
        Assert.False(HopDescription.Parse("fd00::1 weight 6").Describes(path));
    }
}
