using System.Text;

namespace VethLab.Tests.Differential;

/// <summary>One interface of a set-up: the place it is in and its name there.</summary>
internal sealed record Port(int Place, string Name, LinkType? Type, int Link, bool IsPeer);

/// <summary>The interfaces of a set-up, under names that are different in each namespace: first every namespace's loopback, then the links in order.</summary>
internal sealed class Layout
{
    private const int LongestName = 15;

    private readonly List<Port> ports = [];

    internal Layout(Setup setup)
    {
        for (var place = 0; place < setup.Places; place++)
            ports.Add(new Port(place, "lo", null, -1, false));
        for (var i = 0; i < setup.Links.Length; i++)
        {
            var link = setup.Links[i];
            Add(link.Place % setup.Places, link.Name, link.Type, i, isPeer: false);
            if (link.Type == LinkType.Veth)
                Add(link.PeerPlace % setup.Places, link.PeerName, link.Type, i, isPeer: true);
        }
    }

    internal IReadOnlyList<Port> Ports => ports;

    internal Port this[int number] => ports[number % ports.Count];

    internal IEnumerable<Port> In(int place) => ports.Where(port => port.Place == place);

    internal Port Of(int link, bool isPeer = false) => ports.First(port => port.Link == link && port.IsPeer == isPeer);

    /// <summary>A port in a place, of some types; null where there is none.</summary>
    internal Port? Pick(int number, int place, int before, params LinkType[] types)
    {
        var fitting = In(place).Where(port => port.Type is { } type && types.Contains(type) && port.Link < before).ToList();
        return fitting.Count == 0 ? null : fitting[number % fitting.Count];
    }

    private void Add(int place, string name, LinkType type, int link, bool isPeer)
    {
        var free = name;
        for (var number = 2; ports.Exists(port => port.Place == place && port.Name == free); number++)
            free = Shortened(name, LongestName - $"{number}".Length) + number;
        ports.Add(new Port(place, free, type, link, isPeer));
    }

    private static string Shortened(string name, int bytes)
    {
        while (Encoding.UTF8.GetByteCount(name) > bytes)
            name = name[..^1];
        // Never half a pair of surrogates.
        return name.Length > 0 && char.IsHighSurrogate(name[^1]) ? name[..^1] : name;
    }
}
