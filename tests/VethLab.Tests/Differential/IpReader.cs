namespace VethLab.Tests.Differential;

/// <summary>What ip and bridge show of namespaces, as facts under VethLab's names.</summary>
internal sealed class IpReader
{
    /// <summary>One process for all that takes no family, one for each family's routes, one for bridge.</summary>
    private const string Script = """
        at() { nsenter --net=/run/netns/PLACE "$@"; }
        printf 'link show\naddress show\nneighbour show\nnetns list-id\n' | at ip -N -j -d -s -batch -
        at ip -N -j -d -4 route show table all
        at ip -N -j -d -6 route show table all
        printf 'fdb show\nlink show\n' | at bridge -j -d -batch -

        """;

    private const int AnswersPerPlace = 8;

    private readonly Dictionary<string, IReadOnlyList<IpLink>> links = [];

    private IpReader(IReadOnlyList<string> places, List<string> answers)
    {
        var facts = new List<Fact>();
        var numbers = new Dictionary<string, Dictionary<long, string>>();
        for (var i = 0; i < places.Count; i++)
        {
            var (place, here) = (places[i], answers.GetRange(i * AnswersPerPlace, AnswersPerPlace).Select(Shown.All).ToList());
            var interfaces = new IpLinkFacts(place, here[0], here[1]);
            var routes = new IpRouteFacts(place, interfaces.Links);
            var entries = new IpEntryFacts(place, interfaces.Links);
            links[place] = interfaces.Links;
            numbers[place] = here[3].Where(one => one.Has("name")).ToDictionary(one => one.Number("nsid")!.Value, one => one.Text("name")!);
            facts.AddRange(interfaces.Interfaces());
            facts.AddRange(interfaces.Bridges());
            facts.AddRange(IpAddressFacts.Read(place, here[1]));
            facts.AddRange(routes.Read(here[4], isIPv6: false));
            facts.AddRange(routes.Read(here[5], isIPv6: true));
            facts.AddRange(entries.Neighbors(here[2]));
            facts.AddRange(entries.Forwarding(here[6]));
            CheckPorts(facts, place, here[7]);
        }
        facts.AddRange(IpPairFacts.Read(links, numbers));
        Facts = facts;
    }

    internal IReadOnlyList<Fact> Facts { get; }

    /// <summary>Counters by place and interface, in the order of LinkCounters.</summary>
    internal Dictionary<string, long[]> Counters() =>
        links.SelectMany(place => place.Value.Select(link => ($"{link.Name} in {place.Key}", link.Counters()))).ToDictionary();

    internal static IpReader Read(IReadOnlyList<string> places)
    {
        var (output, error) = Tools.Run(string.Concat(places.Select(place => Script.Replace("PLACE", place, StringComparison.Ordinal))));
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        return answers.Count == places.Count * AnswersPerPlace
            ? new IpReader(places, answers)
            : throw new InvalidOperationException($"{answers.Count} answers of ip and bridge: {output}{error}");
    }

    /// <summary>`bridge link` must not see other ports, or other states, than `ip link` does, which VethLab is compared with.</summary>
    private static void CheckPorts(List<Fact> facts, string place, List<Shown> ports)
    {
        var seen = ports.Where(port => port.Has("state")).Select(port => $"{port.Text("ifname")} {port.Text("master")} {port.Text("state")}").Order();
        var known = facts.Where(fact => fact.Kind == "interface" && fact.Place == place && fact.Properties["Bridge"] != PropertyText.Nothing)
            .Select(fact => $"{fact.Subject} {fact.Properties["Bridge"]} {fact.Properties["PortState"].ToLowerInvariant()}").Order();
        if (!seen.SequenceEqual(known))
            throw new TornReadException($"bridge link shows the ports {string.Join(", ", seen)}, ip link {string.Join(", ", known)}");
    }
}
