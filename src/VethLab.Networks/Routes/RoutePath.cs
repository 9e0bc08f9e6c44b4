using VethLab.Linux.Route;

namespace VethLab.Networks.Routes;

/// <summary>One of a route's ways out, as it was when the route was read.</summary>
public sealed record RoutePath
{
    /// <summary>The gateway; null where the destination is on the link.</summary>
    public string? NextHop { get; init; }

    /// <summary>Null where the interface is not to be seen from here.</summary>
    public string? InterfaceAlias { get; init; }

    public int InterfaceIndex { get; init; }

    /// <summary>Its share of the packets where there are several ways, from 1 to 256.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>OnLink, and what the kernel found: Dead, LinkDown …</summary>
    public RouteHopFlags Flags { get; init; }

    /// <summary>In ip-route(8)'s words, as New-NetRoute takes it: "192.168.88.1 dev veth01 weight 2".</summary>
    public override string ToString()
    {
        var words = new List<string>();
        if (NextHop is not null)
            words.Add(NextHop);
        if (InterfaceAlias is not null)
            words.Add($"dev {InterfaceAlias}");
        if (Weight != 1)
            words.Add($"weight {Weight}");
        if (Flags != RouteHopFlags.None)
            words.Add(Flags.ToString().Replace(",", string.Empty, StringComparison.Ordinal).ToLowerInvariant());
        return string.Join(' ', words);
    }

    /// <summary>The way itself, without what the kernel found about it, which changes by itself.</summary>
    internal RoutePath Lasting => this with { Flags = Flags & RouteHopFlags.OnLink };
}
