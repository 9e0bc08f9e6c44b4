using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Tests.Support;

namespace VethLab.Tests.Networks;

/// <summary>A move between namespaces that fails when it has happened already: the kernel forgets what has to be put back.</summary>
public class MoveTests
{
    [Fact]
    public void What_does_not_come_up_at_its_target_is_back_with_its_addresses()
    {
        using var from = new Sandbox();
        using var to = new Sandbox();
        // The second macvlan of one address cannot come up (macvlan_open: EBUSY).
        from.Ip("link add low01 type veth peer name low02");
        from.Ip("link set low01 up");
        from.Ip("link add link low01 name first01 address 02:00:00:00:00:44 type macvlan");
        from.Ip("link set first01 up");
        from.Ip("link add link low01 name move01 address 02:00:00:00:00:44 type macvlan");
        from.Ip("address add 10.44.0.1/24 dev move01");
        using var source = Session.In(from);
        using var target = Session.In(to);
        var plan = InterfaceOperations.PlanChange(source, "move01", new InterfaceChange { Target = target, Up = true, Alias = "moved" });

        Assert.Throws<NetworkException>(() => plan.Run());

        Assert.DoesNotContain("move01", to.Ip("-o link"));
        var link = from.Ip("-o link show dev move01");
        Assert.DoesNotContain(",UP", link);
        Assert.DoesNotContain("moved", link);
        Assert.Contains("10.44.0.1/24", from.Ip("-o address show dev move01"));
    }
}
