using System.Net;
using VethLab.Linux.Route;

namespace VethLab.Networks.Routes;

/// <summary>What a new route shall be.</summary>
public sealed record RouteDescription(IPPrefix Destination)
{
    public IPAddress? NextHop { get; init; }

    public string? InterfaceAlias { get; init; }

    public uint Metric { get; init; }
}
