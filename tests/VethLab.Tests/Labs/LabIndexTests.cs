using VethLab.Networks.Labs;
using VethLab.Networks.Labs.Plans;
using VethLab.Tests.Networks;
using VethLab.Tests.Support;

namespace VethLab.Tests.Labs;

/// <summary>A lab chooses the indexes of its links, so that it need not ask for them; who was faster keeps them.</summary>
[Collection(Alone.Name)]
public class LabIndexTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Pairs_are_made_whole_where_somebody_takes_an_index_that_was_chosen(int taken)
    {
        using var sandbox = new Sandbox();
        using var session = Session.In(sandbox);
        var place = new LabPlace(session);
        using var plan = new LabPlan("indexes");
        var links = new LabLinkSteps(plan, LabMark.Of("indexes"), session.HasIPv6);
        var last = place.ChooseIndex()!.Value;
        var isTaken = taken != 0;
        if (isTaken)
            sandbox.Ip($"link add thief index {last + taken} type veth peer name other index {last + taken + 20}");

        for (var i = 0; i < 3; i++)
            links.AddPair(End("left", i), End("right", i), null, $"pair {i}");
        plan.Plan.Run();

        var shown = sandbox.Ip("-o link show");
        for (var i = 0; i < 3; i++)
        {
            // iproute2 writes NAME@PEER, and up only where both ends are.
            Assert.Matches($@"left{i}@right{i}: <[^>]*\bUP,LOWER_UP\b", shown);
            if (taken != 2)      // left to the kernel, it may choose the same for the first end
                Assert.Equal(!isTaken, shown.Contains($"{last + 1 + (2 * i)}: left{i}@", StringComparison.Ordinal));
            Assert.Contains($"10.0.{i}.1/30", sandbox.Ip($"address show dev left{i}"), StringComparison.Ordinal);
            Assert.Contains($"10.0.{i}.2/30", sandbox.Ip($"address show dev right{i}"), StringComparison.Ordinal);
        }
        Assert.Equal(isTaken, shown.Contains("thief@other", StringComparison.Ordinal));

        LabLinkSteps.End End(string name, int i) =>
            new(place, $"{name}{i}") { IPAddress = [VethLab.Networks.Addresses.AddressText.ParsePrefix($"10.0.{i}.{(name == "left" ? 1 : 2)}/30")] };
    }
}
