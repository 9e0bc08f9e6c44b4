using VethLab.Linux.Route;

namespace VethLab.Networks.Routes;

/// <summary>What a new route shall be.</summary>
public sealed record RouteDescription(IPPrefix Destination)
{
    /// <summary>One way out for most routes; several share the packets; none for routes that lead nowhere.</summary>
    public IReadOnlyList<HopDescription> Hops { get; init; } = [];

    public uint Metric { get; init; }

    /// <summary>Own address that packets of this host get as their source; null: the kernel chooses.</summary>
    public System.Net.IPAddress? Source { get; init; }

    public uint Table { get; init; } = RouteMessage.MainTable;

    /// <summary>Unicast, or what becomes of the packets else: Blackhole, Unreachable, Prohibit, Throw.</summary>
    public RouteType Type { get; init; } = RouteType.Unicast;

    /// <summary>Whether packets go nowhere, so that it needs neither next hop nor interface.</summary>
    internal bool LeadsNowhere => Type is RouteType.Blackhole or RouteType.Unreachable or RouteType.Prohibit or RouteType.Throw;
}
