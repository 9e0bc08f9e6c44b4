using System.Net;

namespace VethLab.Linux.Route;

/// <summary>Which way is asked for (rtnetlink(7), RTM_GETROUTE).</summary>
/// <param name="Destination">Where packets go.</param>
public sealed record RouteQuery(IPAddress Destination)
{
    /// <summary>Where they come from: an own address, or with <see cref="InInterface"/> anybody's; null: the kernel chooses.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>The interface that they come in by, where they are to be passed on; 0: they are this host's own.</summary>
    public int InInterface { get; init; }

    /// <summary>The interface that a socket is bound to; 0: none.</summary>
    public int OutInterface { get; init; }

    /// <summary>What rules of nf_tables have marked them with; 0: nothing.</summary>
    public uint Mark { get; init; }
}
