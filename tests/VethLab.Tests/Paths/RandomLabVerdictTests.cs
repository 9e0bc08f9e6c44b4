using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Packets;
using VethLab.Networks.Addresses;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.State;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Paths;
using VethLab.Networks.Reachability;
using VethLab.Tests.Differential;
using VethLab.Tests.Labs.Generated;
using Xunit.Abstractions;

namespace VethLab.Tests.Paths;

/// <summary>In labs of all kinds, verdicts agree with ping: where it is answered no cause is found, and where it is not the path is not said to work.</summary>
[Collection(Support.Alone.Name)]
public class RandomLabVerdictTests(ITestOutputHelper output)
{
    /// <summary>A lab has hundreds of ways; some of each.</summary>
    private const int WaysOfLab = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    [Fact]
    public void Verdicts_agree_with_ping()
    {
        using var rig = new LabRig();
        var (works, fails, undecided) = (0, 0, 0);
        _ = RandomSetups.Run(
            LabGenerator.Any, 12,
            spec =>
            {
                try
                {
                    rig.Make(LabBuilder.Build(spec, "rt"));
                    foreach (var (from, to) in Ways())
                        Compare(from, to);
                }
                finally
                {
                    if (LabReader.Names().Contains("rt"))
                        LabRig.Remove("rt");
                }
            },
            spec => LabText.Of(LabBuilder.Build(spec, "rt")), threads: 1);
        output.WriteLine($"{works} ways work, {fails} do not, of which {undecided} are undecided");
        // Labs may be of one namespace each: how many ways there are is chance.
        Assert.True(works > 0 && fails > 0, $"{works} ways work, {fails} do not");

        void Compare(string from, IPAddress to)
        {
            using var session = NamespaceLocator.OpenNamed(from);
            var verdict = PathTest.Run(session, new PathQuestion { Destination = to, Timeout = Patience }, withProbe: true, _ => { }, CancellationToken.None);
            var isAnswered = IsAnswered(session, to);
            var text = $"{from} to {to}: {verdict.Reachable} {verdict.Cause} {verdict.Message} {string.Join("; ", verdict.Evidence)}";
            Assert.True(verdict.Reachable == isAnswered, text);
            Assert.True(!isAnswered || verdict.Cause is PathCause.None or PathCause.DuplicateAddress or PathCause.DuplicateMac or PathCause.MasqueradeSameSubnet, text);
            Assert.True(isAnswered || verdict.Cause != PathCause.None, text);
            _ = isAnswered ? works++ : fails++;
            undecided += verdict.Cause == PathCause.Undecided ? 1 : 0;
        }
    }

    private static IEnumerable<(string From, IPAddress To)> Ways()
    {
        var names = LabReader.Read("rt").Namespaces.ToList();
        var addresses = names.SelectMany(AddressesIn).ToList();
        var ways = names.SelectMany(name => addresses.Select(address => (name, address))).ToList();
        var step = Math.Max(1, ways.Count / WaysOfLab);
        return ways.Where((_, number) => number % step == 0);
    }

    private static IEnumerable<IPAddress> AddressesIn(string name)
    {
        using var session = NamespaceLocator.OpenNamed(name);
        return [.. AddressOperations.List(session).Where(address => address.Scope == "Global").Select(address => IPAddress.Parse(address.IPAddress))];
    }

    private static bool IsAnswered(NamespaceSession session, IPAddress to)
    {
        var isAnswered = false;
        Ping.Run(session, [to], new EchoOptions { Timeout = Patience }, result => isAnswered = result.IsSuccess);
        return isAnswered;
    }
}
