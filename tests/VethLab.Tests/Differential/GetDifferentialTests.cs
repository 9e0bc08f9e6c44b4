using VethLab.Linux.Namespaces;
using VethLab.Tests.Support;
using Xunit.Abstractions;

namespace VethLab.Tests.Differential;

/// <summary>What VethLab's readers show of random set-ups that ip and bridge made is what ip and bridge show, and nothing else.</summary>
[Collection(Alone.Name)]
public sealed class GetDifferentialTests(ITestOutputHelper output)
{

    [Fact]
    public void Readers_show_what_ip_and_bridge_show()
    {
        var before = NamespaceDirectory.Names();
        var tally = new Tally();
        var made = RandomSetups.Run(
            SetupGenerator.Any,
            RandomSetups.Count,
            setup =>
            {
                using var places = new Places(setup.Places);
                var batch = IpMaker.Write(setup, places.Names);
                var (_, errors) = Tools.Run(batch.ToString());
                var (differences, facts) = Looks.Take(places);
                Assert.True(differences.Count == 0, string.Join('\n', differences));
                tally.Add(facts, batch.Count, errors);
            },
            setup => $"{IpMaker.Write(setup, ["ns1", "ns2", "ns3"])}");

        Assert.True(made >= RandomSetups.Count, $"{made} set-ups");
        Assert.Equal(before, NamespaceDirectory.Names());
        output.WriteLine($"{made} set-ups; {tally}");
        tally.AssertNothingIsMissing();
    }
}
