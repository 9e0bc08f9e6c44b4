using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;
using VethLab.Tests.Support;

namespace VethLab.Tests.Networks;

/// <summary>Removing one of several IPv6 routes to a destination with one metric, of which the kernel by itself takes the first that fits.</summary>
public sealed class RouteRemovalTests : IDisposable
{
    private readonly Sandbox sandbox = new();
    private readonly NamespaceSession session;

    public RouteRemovalTests()
    {
        session = Session.In(sandbox);
        sandbox.Ip("link set lo up");
        sandbox.Ip("link add v0 type veth peer name v1");
        sandbox.Ip("link set v0 addrgenmode none up");
        sandbox.Ip("link set v1 addrgenmode none up");
        sandbox.Ip("address add fd00::1/64 dev v0 nodad");
        sandbox.Ip("nexthop add id 7 via fd00::7 dev v0");
        sandbox.Ip("-6 route add fd0a::/64 via fd00::5 dev v0 metric 5");
        sandbox.Ip("-6 route append fd0a::/64 dev v0 metric 5");
        sandbox.Ip("-6 route append fd0a::/64 dev v1 metric 5");
        sandbox.Ip("-6 route append blackhole fd0a::/64 metric 5");
        sandbox.Ip("-6 route append fd0a::/64 nhid 7 metric 5");
    }

    public void Dispose()
    {
        session.Dispose();
        sandbox.Dispose();
    }

    private List<string> Shown() => [.. sandbox.Ip("-6 route show fd0a::/64").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()).Order()];

    [Theory]
    [InlineData("Unicast", "fd00::5 dev v0", "fd0a::/64 via fd00::5 dev v0")]
    [InlineData("Unicast", "dev v0", "fd0a::/64 dev v0")]
    [InlineData("Unicast", "dev v1", "fd0a::/64 dev v1")]
    [InlineData("Blackhole", "dev lo", "blackhole fd0a::/64 dev lo")]
    [InlineData("Unicast", "fd00::7 dev v0", "fd0a::/64 nhid 7 via fd00::7 dev v0")]
    public void Only_the_one_that_is_meant_goes_and_it_comes_back(string type, string way, string shown)
    {
        var before = Shown();
        Assert.Equal(5, before.Count);
        var route = Assert.Single(RouteOperations.List(session), route => route.Name == "fd0a::/64" && $"{route.Type}" == type && route.NextHops[0] == way);
        var step = Assert.Single(RouteOperations.PlanRemove(session, route).Steps);

        step.Apply();

        Assert.Equal(before.Where(line => !line.StartsWith(shown + " metric", StringComparison.Ordinal)), Shown());
        step.Undo!();
        Assert.Equal(before, Shown());
    }
}
