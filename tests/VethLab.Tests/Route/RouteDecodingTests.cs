using System.Globalization;
using System.Net;
using System.Text.Json;
using VethLab.Linux.Route;
using VethLab.Tests.Support;

namespace VethLab.Tests.Route;

/// <summary>Routes as the kernel sent them to ip, compared with what ip printed of the same bytes.</summary>
public class RouteDecodingTests
{
    private static readonly Dictionary<string, int> Indexes =
        NetlinkText.Objects(Recording.Printed("list-links")).ToDictionary(link => link.Text("ifname")!, link => link.Number("ifindex")!.Value);

    private static List<RouteMessage> Read(string family) =>
        NetlinkText.Decode(Recording.Load($"list-routes-{family}").Received, RouteMessage.Decode);

    private static RouteMessage Route(string family, string destination) =>
        Assert.Single(Read(family), route => route.Destination.ToString() == destination);

    [Theory]
    [InlineData("4", 19)]
    [InlineData("6", 16)]
    public void Every_route_is_read_as_ip_reads_it(string family, int count)
    {
        var printed = NetlinkText.Objects(Recording.Printed($"list-routes-{family}")).Select(route => AsText(route, family));
        var read = Read(family).Select(route => string.Join(
            ' ',
            route.Type, route.Destination, route.Gateway, route.InterfaceIndex, route.Table, route.Protocol, route.Scope, route.Source, route.Metric));

        Assert.Equal(printed.Order(), read.Order());
        Assert.Equal(count, Read(family).Count);
    }

    private static string AsText(JsonElement route, string family)
    {
        var destination = route.Text("dst")!;
        if (destination == "default")
            destination = family == "4" ? "0.0.0.0/0" : "::/0";
        else if (!destination.Contains('/', StringComparison.Ordinal))
            destination += family == "4" ? "/32" : "/128";
        var table = route.Text("table") switch { "main" => "254", "local" => "255", var other => other };
        var protocol = route.Text("protocol") switch { "kernel" => 2, "boot" => 3, "static" => 4, "dhcp" => 16, _ => 0 };
        var scope = route.Text("scope") switch { "link" => 253, "host" => 254, _ => 0 };
        var type = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(route.Text("type")!);
        var gateway = route.Text("gateway") ?? route.At("via", "host")?.GetString();
        var index = route.Text("dev") is { } device ? Indexes[device] : 0;
        return string.Join(' ', type, destination, gateway, index, table, protocol, scope, route.Text("prefsrc"), route.Number("metric") ?? 0);
    }

    [Fact]
    public void A_gateway_of_the_other_family_is_read() =>
        Assert.Equal(IPAddress.Parse("fd00:88::254"), Route("4", "10.4.0.0/16").Gateway);

    [Fact]
    public void A_table_above_255_is_read_from_its_attribute() => Assert.Equal(1000u, Route("4", "10.2.0.0/16").Table);

    [Fact]
    public void A_route_that_leads_nowhere_has_no_interface()
    {
        var route = Route("4", "10.66.0.0/16");

        Assert.Equal((RouteType.Blackhole, 0, null), (route.Type, route.InterfaceIndex, route.Gateway));
    }

    [Fact]
    public void Cached_routes_and_those_of_other_families_are_left_out()
    {
        var message = Recording.Load("list-routes-6").Received.First(bytes => NetlinkText.TypeOf(bytes) == 24).AsSpan(16).ToArray();
        Assert.NotNull(RouteMessage.Decode(24, message));

        byte[] cached = [.. message];
        cached[9] |= 0x02; // RTM_F_CLONED, 0x200
        byte[] multicast = [.. message];
        multicast[0] = 129; // RTNL_FAMILY_IP6MR

        Assert.Null(RouteMessage.Decode(24, cached));
        Assert.Null(RouteMessage.Decode(24, multicast));
        Assert.Null(RouteMessage.Decode(20, message));
        Assert.Throws<InvalidDataException>(() => RouteMessage.Decode(24, new byte[11]));
    }
}
