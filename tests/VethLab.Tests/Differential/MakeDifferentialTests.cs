using VethLab.Linux.Namespaces;
using VethLab.Networks.Namespaces;
using VethLab.Tests.Support;
using Xunit.Abstractions;

namespace VethLab.Tests.Differential;

/// <summary>ip sees what VethLab's operations make of a random description exactly as it sees what ip itself makes of it; and so does VethLab.</summary>
[Collection(Alone.Name)]
public sealed class MakeDifferentialTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly FactComparer Comparer = new("what ip made", "what VethLab made");

    [Fact]
    public void What_VethLab_makes_is_what_ip_makes()
    {
        var before = NamespaceDirectory.Names();
        var (lines, refused, refusedOwn) = (0, 0, 0);
        var made = RandomSetups.Run(
            OwnSetupGenerator.Any,
            RandomSetups.Count / 2,
            setup =>
            {
                using var own = new Places(setup.Places, name => NamespaceOperations.PlanCreate(name).Run());
                using var twin = new Places(setup.Places);
                var maker = new OwnMaker(setup, own.Sessions);
                maker.Make();
                var batch = TwinMaker.Write(setup, twin.Names);
                var (_, errors) = Tools.Run(batch.ToString());
                AssertSame(own, twin, errors);
                var (differences, _) = Looks.Take(own);
                Assert.True(differences.Count == 0, string.Join('\n', differences));
                Interlocked.Add(ref lines, batch.Count);
                Interlocked.Add(ref refused, errors.Split("Command failed").Length - 1);
                Interlocked.Add(ref refusedOwn, maker.Refused);
            },
            setup => $"{TwinMaker.Write(setup, ["ns1", "ns2", "ns3"])}");

        output.WriteLine($"{made} set-ups; ip was refused {refused} of {lines} commands, VethLab {refusedOwn}");
        Assert.True(made >= RandomSetups.Count / 2, $"{made} set-ups");
        Assert.Equal(before, NamespaceDirectory.Names());
        Assert.True(refused < lines / 4, $"{refused} of {lines} commands were refused");
    }

    /// <summary>At once, or when the kernel has done what it does by itself: carriers, duplicate detection, bridges' ports.</summary>
    private static void AssertSame(Places own, Places twin, string errors)
    {
        var end = DateTime.UtcNow + Patience;
        while (true)
        {
            List<string> differences;
            try
            {
                differences = Comparer.Differences(Facts(twin), Facts(own));
            }
            catch (TornReadException torn)
            {
                differences = [torn.Message];
            }
            if (differences.Count == 0)
                return;
            if (DateTime.UtcNow > end)
                Assert.Fail($"{string.Join('\n', differences)}\nip was told: {errors}");
            Thread.Sleep(50);
        }
    }

    /// <summary>With the same names for namespaces on both sides, and without two things that hang on the moment.</summary>
    private static IEnumerable<Fact> Facts(Places places) => IpReader.Read(places.Names).Facts.Select(fact => new Fact(
        fact.Kind, Named(fact.Place, places), fact.Subject, new SortedDictionary<string, string>(Properties(fact, places), StringComparer.Ordinal)));

    private static Dictionary<string, string> Properties(Fact fact, Places places)
    {
        var properties = fact.Properties.ToDictionary(property => property.Key, property => Named(property.Value, places));
        // Namespaces get their numbers in the order in which the kernel needs them; pairs have the names.
        properties.Remove("PeerNamespaceId");
        // Whether the interface is at fault or the one below it the kernel finds out by the peer's index in the wrong namespace (default_operstate).
        if (properties.GetValueOrDefault("State") == "LowerLayerDown")
            properties["State"] = "Down";
        return properties;
    }

    private static string Named(string text, Places places)
    {
        for (var i = 0; i < places.Names.Count; i++)
            text = text.Replace(places.Names[i], $"ns{i + 1}", StringComparison.Ordinal);
        return text;
    }
}
