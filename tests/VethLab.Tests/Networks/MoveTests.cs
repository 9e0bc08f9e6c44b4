using VethLab.Networks.Interfaces;
using VethLab.Networks.Plans;
using VethLab.Tests.Support;

namespace VethLab.Tests.Networks;

/// <summary>A move between namespaces that is taken back: the kernel forgets what the plan has to remember.</summary>
public class MoveTests
{
    [Fact]
    public void Cancelled_after_the_move_the_interface_is_back_up_with_its_addresses_and_in_its_bridge()
    {
        using var from = new Sandbox();
        using var to = new Sandbox();
        from.Ip("link add br01 type bridge");
        from.Ip("link add move01 type veth peer name move02");
        from.Ip("link set move01 master br01 up");
        from.Ip("address add 10.44.0.1/24 dev move01");
        from.Ip("address add fd44::1/64 dev move01 nodad");
        using var source = Session.In(from);
        using var target = Session.In(to);
        using var stop = new CancellationTokenSource();
        var plan = InterfaceOperations.PlanChange(source, "move01", new InterfaceChange { Target = target, Up = true });

        var cancelled = Assert.Throws<PlanCancelledException>(() => plan.Run(
            step =>
            {
                if (step.EndsWith(" up", StringComparison.Ordinal))
                {
                    Assert.Contains("move01", to.Ip("-o link"));
                    stop.Cancel();
                }
            },
            stop.Token));

        Assert.Empty(cancelled.Report.Left);
        Assert.DoesNotContain("move01", to.Ip("-o link"));
        var link = from.Ip("-o link show dev move01");
        Assert.Contains("master br01", link);
        Assert.Contains(",UP", link);
        var addresses = from.Ip("-o address show dev move01");
        Assert.Contains("10.44.0.1/24", addresses);
        Assert.Contains("fd44::1/64", addresses);
    }
}
