using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Plans;
using VethLab.Networks.Labs.State;
using VethLab.Networks.Plans;
using VethLab.Tests.Networks;
using VethLab.Tests.Support;

namespace VethLab.Tests.Labs;

/// <summary>All or nothing: whatever step of a lab's plan fails, the kernel is as it was before.</summary>
[Collection(Alone.Name)]
public class LabPlanTests
{
    private const string Star = "'name': 'plantest', 'bridges': { 'br01': { 'subnet': '10.77.0.0/24', 'count': 2, 'prefix': 'plantest-' } }";

    public static TheoryData<string, string> Labs => new()
    {
        { "a masqueraded star", $"{{ {Star}, 'masquerade': true, 'reachability': [ {{ 'from': 'plantest-01', 'to': 'plantest-02' }} ] }}" },
        { "a star whose bridge lives here", $"{{ {Star}, 'placement': 'Host', 'masquerade': true, 'sysctls': {{ 'net.ipv4.conf.all.log_martians': 1 }} }}" },
        {
            "commands",
            "{ 'name': 'plantest', 'namespaces': { 'plantest-a': { 'commands': ['sleep 1111', { 'run': 'true', 'wait': true }] } }, "
            + "'commands': ['(sleep 1111 & ) ; exec sleep 1111'], 'reachability': [] }"
        },
        {
            "links of all kinds",
            """
            { 'name': 'plantest', 'bridges': { 'a': { 'subnet': ['10.77.1.0/24', 'fd77::/64'] }, 'b': {} },
              'namespaces': { 'plantest-r': { 'forwarding': true, 'addresses': '10.77.9.9/32', 'sysctls': { 'net.ipv4.conf.eth0.rp_filter': 0 } } },
              'links': [ { 'ends': ['plantest-r', 'a'] }, { 'ends': ['a', 'b'] }, { 'ends': ['here:plan0', 'b'] },
                         { 'ends': [{ 'node': 'here', 'interface': 'plan1', 'addresses': '10.77.2.1/30' }, { 'node': 'plantest-r', 'addresses': '10.77.2.2/30' }], 'mtu': 1400 } ] }
            """
        },
    };

    private static string StateOf(Sandbox here) => string.Join(
        '\n',
        string.Join(' ', NamespaceDirectory.Names()),
        here.Ip("-o link show"), here.Ip("-o address show"), here.Ip("route show table all"), here.Run("nft", "list", "ruleset"), here.Run("sh", "-c", "pgrep -f '[s]leep 1111' || true"),
        here.Run("sh", "-c", "grep -s '' /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/*/forwarding /proc/sys/net/ipv4/conf/all/* /proc/sys/net/ipv6/conf/all/forwarding"));

    [Theory]
    [MemberData(nameof(Labs))]
    public void A_fault_before_any_step_leaves_nothing(string what, string json)
    {
        var lab = Described.Lab(json);
        using var here = new Sandbox();
        var before = StateOf(here);
        var steps = int.MaxValue;
        for (var fault = 1; fault <= steps; fault++)
        {
            using var session = Session.In(here);
            using var plan = LabPlanner.Plan(lab, session);
            steps = plan.Plan.Steps.Count;
            Assert.Equal(steps, plan.Steps.Count);
            var number = 0;

            var failure = Assert.Throws<InvalidOperationException>(() => plan.Plan.Run(step =>
            {
                if (++number == fault)
                    throw new InvalidOperationException("fault");
            }));

            Assert.Equal("fault", failure.Message);
            Assert.True(before == StateOf(here), $"{what}: a fault before step {fault} ({plan.Steps[fault - 1].Command}) left something: {StateOf(here)}");
        }
        Assert.InRange(steps, 5, 100);
    }

    [Theory]
    [MemberData(nameof(Labs))]
    public void A_cancellation_after_any_step_leaves_nothing_and_tells_what_was_undone(string what, string json)
    {
        var lab = Described.Lab(json);
        using var here = new Sandbox();
        var before = StateOf(here);
        var steps = int.MaxValue;
        for (var last = 1; last <= steps; last++)
        {
            using var session = Session.In(here);
            using var plan = LabPlanner.Plan(lab, session);
            steps = plan.Plan.Steps.Count;
            using var stop = new CancellationTokenSource();
            var number = 0;

            var stopped = Assert.Throws<PlanCancelledException>(() => plan.Plan.Run(
                _ =>
                {
                    if (++number == last)
                        stop.Cancel();
                },
                stop.Token));

            Assert.Equal(plan.Plan.Steps.Take(last).Select(step => step.Command).Reverse(), stopped.Report.Undone);
            Assert.Empty(stopped.Report.Left);
            Assert.True(before == StateOf(here), $"{what}: a stop after step {last} left something: {StateOf(here)}");
        }
    }

    [Fact]
    public void A_step_that_the_kernel_refuses_undoes_all_before_it()
    {
        using var here = new Sandbox();
        using var session = Session.In(here);
        var before = StateOf(here);
        using var plan = LabPlanner.Plan(
            Described.Lab($"{{ {Star}, 'masquerade': true, 'namespaces': {{ 'plantest-02': {{ 'sysctls': {{ 'net.ipv4.no_such': 1 }} }} }} }}"), session);

        var failure = Assert.Throws<NetworkException>(() => plan.Plan.Run());

        Assert.Equal(NetworkError.InvalidValue, failure.Error);
        Assert.Contains("Undone: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith($"{plan.Steps[0].Command}.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, StateOf(here));
    }

    [Fact]
    public void A_refusal_is_about_what_its_step_makes()
    {
        using var plan = new LabPlan("plantest");
        var place = new LabPlace("plantest-01");
        plan.Add(place, "Create link", "a - b", "ip link add a", () => throw new LinuxException("create link", Errno.EBUSY));

        var failure = Assert.Throws<NetworkException>(() => plan.Plan.Run());

        Assert.Equal((NetworkError.Busy, "a - b"), (failure.Error, failure.Target));
        var told = Assert.Single(plan.Steps);
        Assert.Equal((1, "Create link", "a - b", "plantest-01", "ip link add a"), (told.Order, told.Action, told.Target, told.Namespace, told.Command));
    }

    [Fact]
    public void A_lab_that_is_done_is_read_and_removed()
    {
        using var here = new Sandbox();
        using (var session = Session.In(here))
        using (var plan = LabPlanner.Plan(Described.Lab(Labs.First()[1].ToString()!), session))
            plan.Plan.Run();

        var lab = LabReader.Read("plantest");
        Assert.Equal(["plantest-01", "plantest-02"], lab.Namespaces);
        Assert.Equal(2, lab.Links.Count);
        Assert.All(lab.Links, link => Assert.Equal(("eth0", "plantest"), (link.Name, link.PeerNamespace)));
        Assert.Equal([new LabExpectation("plantest-01", "plantest-02", true)], lab.Reachability);

        using (var removal = LabRemoval.Of("plantest"))
        {
            removal.Plan.Run();
            removal.Wait();
            Assert.Empty(removal.Held);
        }
        Assert.Equal(NetworkError.LabNotFound, Assert.Throws<NetworkException>(() => LabReader.Read("plantest")).Error);
        // The namespace where it was made has no name, and nobody is in it: its table cannot be found, its link goes with the lab's end of it.
        Assert.True(SpinWait.SpinUntil(() => !here.Ip("link show").Contains("vl-", StringComparison.Ordinal), TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Two_labs_with_one_number_are_refused()
    {
        var (first, second) = Twins();
        using var here = new Sandbox();
        using var session = Session.In(here);
        using (var plan = LabPlanner.Plan(Described.Lab($"{{ 'name': '{first}' }}"), session))
            plan.Plan.Run();
        try
        {
            var refused = Assert.Throws<NetworkException>(() => LabPlanner.Plan(Described.Lab($"{{ 'name': '{second}' }}"), session));

            Assert.Equal(NetworkError.LabExists, refused.Error);
            Assert.Contains($"the lab '{first}'", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            using var removal = LabRemoval.Of(first);
            removal.Plan.Run();
        }
    }

    /// <summary>Two names with the same 24 bits: among some thousands there are always some.</summary>
    private static (string First, string Second) Twins()
    {
        var seen = new Dictionary<uint, string>();
        for (var i = 0; ; i++)
        {
            var name = $"twin{i}";
            if (!seen.TryAdd(VethLab.Networks.Labs.LabMark.Of(name).Group, name))
                return (seen[VethLab.Networks.Labs.LabMark.Of(name).Group], name);
        }
    }
}
