using System.Diagnostics.CodeAnalysis;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Interfaces;

/// <summary>A bridge, as it was when it was read.</summary>
public sealed record NetBridge : NetInterface
{
    /// <summary>As brctl(8) writes it: 8000.0242ac110002.</summary>
    public string BridgeId { get; init; }

    /// <summary>Spanning tree protocol.</summary>
    public bool Stp { get; init; }

    /// <summary>Time that a new port spends in each of listening and learning, with STP.</summary>
    public TimeSpan ForwardDelay { get; init; }

    /// <summary>How long an address that is not seen any more stays in the MAC table.</summary>
    public TimeSpan AgeingTime { get; init; }

    public bool MulticastSnooping { get; init; }

    /// <summary>Names of the interfaces that are its ports.</summary>
    public SnapshotList<string> Ports { get; init; } = [];

    public override string ToString() => Name;

    [SetsRequiredMembers]
    private NetBridge(NetInterface link, BridgeData data) : base(link)
    {
        BridgeId = data.BridgeId;
        Stp = data.Stp;
        ForwardDelay = data.ForwardDelay;
        AgeingTime = data.AgeingTime;
        MulticastSnooping = data.MulticastSnooping;
    }

    internal static new NetBridge From(LinkMessage link, LinkContext context, NamespaceSession session)
    {
        var data = link.Bridge ?? throw new InvalidDataException($"{link.Name} came without its bridge settings");
        return new NetBridge(NetInterface.From(link, context, session), data)
        {
            Ports = context.PortsOf(link).Select(other => other.Name).ToSnapshotList(),
        };
    }
}
