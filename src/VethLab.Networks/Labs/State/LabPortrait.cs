using VethLab.Linux.Namespaces;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Firewall;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat;
using VethLab.Networks.Records;

namespace VethLab.Networks.Labs.State;

/// <summary>
/// A running lab as a description, from the kernel alone, in its normal form: what New-VethLab makes of it is the same lab again. What was changed
/// by hand is in it as it is now.
/// </summary>
public static class LabPortrait
{
    /// <summary>Takes a lab's.</summary>
    /// <exception cref="NetworkException">InvalidName, LabNotFound, NotPermitted.</exception>
    public static LabDescription Take(string name)
    {
        LabName.Check(name);
        using var survey = LabSurvey.Take(name);
        return survey.Labs.TryGetValue(name, out var lab) ? new LabSitting(lab).Portrait : throw LabReader.NotFound(name);
    }
}

/// <summary>One look at a lab, and the portrait that comes of it.</summary>
internal sealed class LabSitting
{
    private readonly LabTraces lab;
    private readonly Dictionary<NamespaceSession, LabSpace> spaces;
    private readonly LabEnds ends;
    private readonly List<LabEnds.Placed> strays = [];

    /// <param name="lab">The lab. Its sessions stay open.</param>
    /// <exception cref="NetworkException">NotPermitted.</exception>
    internal LabSitting(LabTraces lab)
    {
        this.lab = lab;
        spaces = Read([.. lab.Namespaces, .. lab.Outside.Select(outside => outside.Session)]);
        lab.Seen = spaces.ToDictionary(space => space.Key, space => new SeenSpace(lab.Mark, space.Key, new LinkContext(space.Value.Links, space.Value.Addresses)));
        ends = new LabEnds(lab);
        Bridges = lab.Place;
        Placement = lab.Own is null && lab.Outside.Count > 0 ? LabPlacement.Host : LabPlacement.Namespace;
        Records = Bridges is null || !Bridges.HasNfTables ? [] : new LabTable(Bridges, lab.Mark.Table).Rules(LabTable.Records).Select(rule => rule.Comment).OfType<string>().ToList();
        Portrait = KernelErrors.Explained(lab.Name, () => LabNormalForm.Of(Draw()));
    }

    private static Dictionary<NamespaceSession, LabSpace> Read(NamespaceSession[] sessions)
    {
        var read = new LabSpace[sessions.Length];
        HomeThreads.ForEach(read.Length, i => read[i] = KernelErrors.Explained(sessions[i].Name, () => new LabSpace(sessions[i])));
        return read.ToDictionary(space => space.Session);
    }

    /// <summary>Where the bridges live; null: nothing is left of it.</summary>
    internal NamespaceSession? Bridges { get; }

    internal LabPlacement Placement { get; }

    /// <summary>What stands in the lab's table there.</summary>
    internal IReadOnlyList<string> Records { get; }

    internal LabDescription Portrait { get; }

    internal LabTraces Traces => lab;

    internal LabSpace this[NamespaceSession session] => spaces[session];

    /// <summary>The pair that leads out; null: none.</summary>
    internal (LabEnds.Placed Near, LabEnds.Placed Far)? Uplink { get; private set; }

    /// <summary>One end of each pair that no description could tell: whose port is out of its bridge, or whose other end is out of sight.</summary>
    internal IReadOnlyList<LabEnds.Placed> Strays => strays;

    private LabDescription Draw()
    {
        var links = new List<LabLink>();
        foreach (var (end, peer) in ends.Joined)
        {
            if (peer is not null && UplinkOf(end, peer) is { } uplink)
                Uplink = uplink;
            else if (peer is not null && Describe(end) is { } one && Describe(peer) is { } other)
                links.Add(new LabLink(one, other));
            else
                strays.Add(end);
        }
        return new LabDescription(lab.Name)
        {
            Placement = Placement,
            Bridges = Bridges is null ? [] : spaces[Bridges].Links.Where(link => link.Bridge is not null && lab.Mark.IsOn(link)).Select(Describe).ToSnapshotList(),
            Namespaces = lab.Machines.Select(space => Describe(space, new LabNamespace(space.Name!), space.Name)).ToSnapshotList(),
            Links = links.ToSnapshotList(),
            Host = DescribeHost(),
            Masquerade = lab.Outside.Where(outside => outside.HasTable)
                .SelectMany(outside => MasqueradeOperations.List(outside.Session)).Where(one => one.Table.EndsWith($" {lab.Mark.Table}", StringComparison.Ordinal))
                .Select(one => Addresses.AddressText.ParseNetwork(one.Subnet)).ToSnapshotList(),
            Uplink = Uplink is { } pair ? Describe(pair) : null,
            Reachability = Records.Select(RecordText.ParseExpects).OfType<LabExpectation>().ToSnapshotList(),
        };
    }

    private (LabEnds.Placed, LabEnds.Placed)? UplinkOf(LabEnds.Placed end, LabEnds.Placed peer) =>
        lab.Own is null ? null
        : end.Session == lab.Own && end.End.Name == LabCompletion.UplinkName ? (end, peer)
        : peer.Session == lab.Own && peer.End.Name == LabCompletion.UplinkName ? (peer, end)
        : null;

    private LabUplink Describe((LabEnds.Placed Near, LabEnds.Placed Far) pair) => new()
    {
        InterfaceAlias = pair.Far.End.Name,
        Network = Records.Contains(AskedText.UplinkNetwork) ? UplinkAddress(pair.Far)?.Network : null,
    };

    /// <summary>The address of an end of the uplink; null: it has lost it.</summary>
    internal IPPrefix? UplinkAddress(LabEnds.Placed end) =>
        spaces[end.Session].GivenTo(LinkOf(end)).Select(address => address.Address).FirstOrDefault(address => address.Family == System.Net.Sockets.AddressFamily.InterNetwork);

    private LinkMessage LinkOf(LabEnds.Placed end) => spaces[end.Session].Links.First(link => link.Index == end.End.Index);

    private LabBridge Describe(LinkMessage link)
    {
        var bridge = new LabBridge(link.Name) { IPAddress = spaces[Bridges!].AddressesOf(link), Mtu = link.Mtu, Stp = link.Bridge!.Stp };
        return Records.Contains(AskedText.Mac(bridge)) ? bridge with { MacAddress = link.MacAddress } : bridge;
    }

    /// <summary>An end as it is now; null where no description could say it, as of a port that somebody took out of its bridge.</summary>
    private LabEnd? Describe(LabEnds.Placed placed)
    {
        var link = spaces[placed.Session].Links.FirstOrDefault(link => link.Index == placed.End.Index);
        var (kind, node) = placed.Session == Bridges && placed.End.Bridge is { } bridge ? (LabNodeKind.Bridge, bridge)
            : placed.Session == lab.Own ? (LabNodeKind.Bridge, null)
            : lab.Namespaces.Contains(placed.Session) ? (LabNodeKind.Namespace, placed.Session.Name)
            : (LabNodeKind.Here, LabName.Here);
        if (node is null || link is null)
            return null;
        var end = new LabEnd(kind, node, link.Name) { IPAddress = spaces[placed.Session].AddressesOf(link), Mtu = link.Mtu };
        return Records.Contains(AskedText.Mac(end)) ? end with { MacAddress = link.MacAddress } : end;
    }

    private T Describe<T>(NamespaceSession session, T host, string? name) where T : LabHost
    {
        var space = spaces[session];
        return host with
        {
            IPAddress = space.Links.FirstOrDefault(link => (link.Flags & LinkFlags.Loopback) != 0) is { } loopback ? space.AddressesOf(loopback) : [],
            Forwarding = space.ForwardsIPv4 && space.ForwardsIPv6 != false,
            Sysctls = SysctlsOf(session, Records.Select(AskedText.ParseSysctl).Where(asked => asked is { } one && one.Space == name).Select(asked => asked!.Value.Key)),
            Routes = space.DescribableRoutes().Select(route => route.Route).ToSnapshotList(),
            Firewall = lab.Namespaces.Contains(session) ? FirewallTable.Read(session, lab.Mark.Table) : null,
            Commands = CommandRecord.Read(Records).Where(placed => placed.Namespace == name).Select(placed => placed.Command).ToSnapshotList(),
        };
    }

    private static SnapshotList<LabSysctl> SysctlsOf(NamespaceSession session, IEnumerable<string> keys) => keys.Distinct()
        .Select(key => session.Sysctls.Read(key) is { } value ? new LabSysctl(key, value) : null).OfType<LabSysctl>().ToSnapshotList();

    /// <summary>What holds where the bridges live. Where that is not the lab's own, only what the lab has done there.</summary>
    private LabHost DescribeHost()
    {
        if (Bridges is null)
            return new LabHost();
        if (lab.Own is not null)
        {
            var host = Describe(lab.Own, new LabHost(), null);
            return host with { Routes = host.Routes.Where(route => !IsUplinks(route)).ToSnapshotList() };
        }
        var indexes = spaces[Bridges].Links.Where(lab.Mark.IsOn).Select(link => link.Index).ToHashSet();
        return new LabHost
        {
            Forwarding = Records.Contains(RecordText.HoldsForwarding) && spaces[Bridges].ForwardsIPv4,
            Sysctls = SysctlsOf(Bridges, Records.Select(RecordText.ParseHad).OfType<RecordedSetting>().Select(had => had.Key)),
            Routes = spaces[Bridges].DescribableRoutes().Where(route => indexes.Contains(route.Message.InterfaceIndex)).Select(route => route.Route).ToSnapshotList(),
        };
    }

    /// <summary>Whether a route comes with the uplink by itself.</summary>
    private bool IsUplinks(LabRoute route) =>
        Uplink is { } pair && route is { Destination.Length: 0, Metric: 0, InterfaceAlias: LabCompletion.UplinkName } && route.NextHop?.Equals(UplinkAddress(pair.Far)?.Address) == true;
}
