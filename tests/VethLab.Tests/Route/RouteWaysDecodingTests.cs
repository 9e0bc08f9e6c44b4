using System.Text.Json;
using VethLab.Linux.Route;
using VethLab.Tests.Support;

namespace VethLab.Tests.Route;

/// <summary>Ways out, next hop objects and metrics of routes as the kernel sent them to ip, compared with what ip printed of the same bytes.</summary>
public class RouteWaysDecodingTests
{
    private static readonly Dictionary<int, string> Names =
        NetlinkText.Objects(Recording.Printed("list-links")).ToDictionary(link => link.Number("ifindex")!.Value, link => link.Text("ifname")!);

    private static List<RouteMessage> Read(string family) =>
        NetlinkText.Decode(Recording.Load($"list-routes-ways-{family}").Received, RouteMessage.Decode);

    private static RouteMessage Route(string destination) =>
        Assert.Single(Read(destination.Contains(':') ? "6" : "4"), route => route.Destination.ToString() == destination);

    [Theory]
    [InlineData("4", 26)]
    [InlineData("6", 19)]
    public void Every_way_is_read_as_ip_reads_it(string family, int count)
    {
        var printed = NetlinkText.Objects(Recording.Printed($"list-routes-ways-{family}")).Select(route => string.Join(
            ' ', route.Text("dst"), route.Text("table"), route.Number("nhid") ?? 0, Metric(route), string.Join(", ", Ways(route))));
        var read = Read(family).Select(route => string.Join(
            ' ', Destination(route, family), route.Table, route.NextHopId, route.Mtu, string.Join(", ", route.Hops.Select(AsText))));

        Assert.Equal(printed.Order(), read.Order());
        Assert.Equal(count, Read(family).Count);
    }

    private static long Metric(JsonElement route) =>
        route.TryGetProperty("metrics", out var metrics) ? metrics[0].Number("mtu") ?? 0 : 0;

    private static IEnumerable<string> Ways(JsonElement route) => route.TryGetProperty("nexthops", out var several)
        ? several.EnumerateArray().Select(AsText)
        : route.Text("dev") is null ? [] : [AsText(route)];

    private static string AsText(JsonElement way) => string.Join(
        ' ',
        way.Text("gateway") ?? way.At("via", "host")?.GetString(), way.Text("dev"), way.Number("weight") ?? 1,
        string.Join(", ", way.GetProperty("flags").EnumerateArray()));

    private static string AsText(RouteHop hop) => string.Join(
        ' ', hop.Gateway, Names[hop.InterfaceIndex], hop.Weight, hop.Flags == RouteHopFlags.None ? "" : $"{hop.Flags}".ToLowerInvariant());

    private static string Destination(RouteMessage route, string family) => route.Destination.Length == 0 ? "default"
        : route.Destination.Length == (family == "4" ? 32 : 128) ? $"{route.Destination.Address}" : $"{route.Destination}";

    [Fact]
    public void A_weight_of_256_is_read_from_its_byte() => Assert.Equal(256, Route("10.23.0.0/16").Hops[0].Weight);

    [Fact]
    public void A_route_with_one_way_has_it_as_its_own() =>
        Assert.Equal((0, RouteHopFlags.OnLink, "1.2.3.4"), (Route("10.22.0.0/16").Multipath.Count, Route("10.22.0.0/16").Flags, $"{Route("10.22.0.0/16").Gateway}"));

    [Fact]
    public void The_service_type_and_the_origin_are_read()
    {
        Assert.Equal(0x10, Route("10.21.0.0/16").Tos);
        Assert.Equal("fd00:88::/64", $"{Route("fd00:79::/64").From}");
        Assert.InRange(Route("fd00:79::/64").Expires, 900u, 1000u);
    }

    [Fact]
    public void A_route_is_the_same_when_it_is_written_and_read_again()
    {
        foreach (var route in Read("4").Concat(Read("6")).Where(route => route.NextHopId == 0))
        {
            var written = RouteClient.AddRequest(route).Finish(1);
            var again = RouteMessage.Decode(24, written[16..])!;

            // What the kernel found about the ways it is not told, and RTA_EXPIRES is for its eyes only.
            Assert.Equal(
                route.Hops.Select(hop => hop with { Flags = hop.Flags & RouteHopFlags.OnLink }), again.Hops.Select(hop => hop));
            Assert.Equal(
                route with { Multipath = [], Flags = route.Flags & RouteHopFlags.OnLink, Expires = 0 }, again with { Multipath = [] });
        }
    }

    [Fact]
    public void A_next_hop_that_claims_more_bytes_than_there_are_is_an_error()
    {
        var message = Recording.Load("add-route-ways").Sent[^1].AsSpan(16).ToArray();
        var ways = message.AsSpan().IndexOf((ReadOnlySpan<byte>)[9, 0]);
        Assert.True(ways > 0);
        Assert.Equal(2, RouteMessage.Decode(24, message)!.Hops.Count);

        // RTA_MULTIPATH begins with the length of its first element.
        message[ways + 2] = 0xff;

        Assert.Throws<InvalidDataException>(() => RouteMessage.Decode(24, message));
    }
}
