using VethLab.Linux.Interop;
using VethLab.Linux.NfTables;
using VethLab.Linux.Route;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Baselines;

/// <summary>
/// What is set in one namespace. Left out is what the kernel does by itself and in its own time: indexes, counters, carrier, lifetimes, neighbours that
/// it learned, and the addresses and routes that come and go with a link's carrier (fe80::/64) or follow from addresses (the table "local").
/// </summary>
internal sealed class NamespaceFacts(NamespaceSession session, string? name, IReadOnlySet<BaselineKind> kinds)
{
    private const byte KernelRoute = 2;
    private const byte LinkLocalByKernel = 3;
    private const uint LocalTable = 255;

    private const LinkFlags SetFlags =
        LinkFlags.Up | LinkFlags.NoArp | LinkFlags.Promiscuous | LinkFlags.AllMulticast | LinkFlags.Multicast | LinkFlags.Broadcast | LinkFlags.PointToPoint;

    private readonly List<BaselineItem> items = [];
    private readonly Dictionary<int, string> names = [];

    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal List<BaselineItem> Read(SysctlFacts? sysctls)
    {
        if (kinds.Contains(BaselineKind.Namespace))
            Add(BaselineKind.Namespace, name ?? "here", $"net:[{session.Identity.Inode}] {session.Identity.Cookie}", isItself: true);
        ReadLinks();
        if (kinds.Contains(BaselineKind.Address))
            ReadAddresses();
        if (kinds.Contains(BaselineKind.Route))
            ReadRoutes();
        if (kinds.Contains(BaselineKind.Rule))
        {
            foreach (var rule in session.Rules.List())
                Add(BaselineKind.Rule, $"{FamilyName(rule.Family)} {rule.Priority}: {rule.Selector}", rule.Action);
        }
        if (kinds.Contains(BaselineKind.Neighbor))
            ReadNeighbors();
        if (kinds.Any(kind => kind is BaselineKind.NfTable or BaselineKind.NfChain or BaselineKind.NfRule or BaselineKind.NfDeclaration or BaselineKind.NfElement) && session.HasNfTables)
            items.AddRange(NfFacts.Read(session.NfTables, name).Where(item => kinds.Contains(Enum.Parse<BaselineKind>(item.Kind))));
        if (kinds.Contains(BaselineKind.IptablesTable))
            ReadIptablesTables();
        if (kinds.Contains(BaselineKind.Sysctl))
        {
            foreach (var (key, value) in sysctls!.Read(session.Sysctls, names.Values))
                Add(BaselineKind.Sysctl, $"net/{key}", value);
        }
        return items;
    }

    private void Add(BaselineKind kind, string item, string value, bool isItself = false) =>
        items.Add(new BaselineItem { Kind = kind.ToString(), Namespace = isItself ? null : name, Name = item, Value = value });

    private void ReadLinks()
    {
        // The others' words and settings need the names.
        var links = session.Links.ListDetailed();
        foreach (var link in links)
            names[link.Link.Index] = link.Link.Name;
        if (!kinds.Contains(BaselineKind.Link))
            return;
        foreach (var (link, details) in links)
        {
            string?[] words =
            [
                link.IsUp ? "up" : "down",
                link.Kind.Length > 0 ? link.Kind : null,
                link.LinkIndex == 0 || link.LinkIndex == link.Index ? null : link.LinkNamespaceId is null ? $"link {NameOf(link.LinkIndex)}" : "link elsewhere",
                link.MacAddress is { } mac ? $"address {mac}" : null,
                $"mtu {link.Mtu}",
                link.MasterIndex == 0 ? null : $"master {NameOf(link.MasterIndex)}",
                link.Group == 0 ? null : $"group {link.Group}",
                link.Alias.Length == 0 ? null : $"alias {link.Alias}",
                $"qdisc {link.Qdisc} qlen {link.TransmitQueueLength}",
                link.MakesLinkLocalAddress == false ? "addrgenmode none" : null,
                $"flags {(link.Flags & SetFlags & ~LinkFlags.Up).ToString().ToLowerInvariant()}",
                details.Length == 0 ? null : details,
            ];
            Add(BaselineKind.Link, link.Name, string.Join(' ', words.Where(word => word is not null)));
        }
    }

    private void ReadAddresses()
    {
        foreach (var address in session.Addresses.List().Where(address => address.Protocol != LinkLocalByKernel && !IsOldLinkLocal(address)))
        {
            string?[] words =
            [
                $"scope {address.Scope}",
                address.Peer is { } peer ? $"peer {peer}" : null,
                address.Broadcast is { } broadcast ? $"broadcast {broadcast}" : null,
                address.Label is { } label && label != NameOf(address.InterfaceIndex) ? $"label {label}" : null,
                address.GivenFlags == AddressFlags.None ? null : address.GivenFlags.ToString().ToLowerInvariant(),
                address.Metric == 0 ? null : $"metric {address.Metric}",
                address.ValidSeconds is null ? null : "for a time",
            ];
            Add(BaselineKind.Address, $"{NameOf(address.InterfaceIndex)} {address.Address}", string.Join(' ', words.Where(word => word is not null)));
        }
    }

    /// <summary>Kernels before 5.18 do not say who made an address.</summary>
    private static bool IsOldLinkLocal(AddressMessage address) =>
        address is { Protocol: 0, Address.Address.IsIPv6LinkLocal: true, ValidSeconds: null } && (address.Flags & (AddressFlags.NoDuplicateDetection | AddressFlags.Permanent)) == AddressFlags.Permanent;

    private void ReadRoutes()
    {
        foreach (var route in session.Routes.List().Where(route => !IsConsequence(route)))
        {
            var tos = route.Tos == 0 ? string.Empty : $" tos {route.Tos}";
            var from = route.From is { Length: > 0 } source ? $" from {source}" : string.Empty;
            string?[] words =
            [
                route.Type == RouteType.Unicast ? null : route.Type.ToString().ToLowerInvariant(),
                route.NextHopId == 0 ? null : $"nhid {route.NextHopId}",
                string.Join(" nexthop ", route.Hops.Select(Words)),
                $"proto {route.Protocol}",
                $"scope {route.Scope}",
                route.Source is { } own ? $"src {own}" : null,
                route.KeptText.Length == 0 ? null : route.KeptText,
            ];
            Add(BaselineKind.Route, $"{route.Destination}{from}{tos} table {route.Table} metric {route.Metric}", string.Join(' ', words.Where(word => word is { Length: > 0 })));
        }
    }

    private static bool IsConsequence(RouteMessage route) =>
        route.Protocol == KernelRoute && (route.Table == LocalTable || route.Destination.Address.IsIPv6LinkLocal);

    private string Words(RouteHop hop) => string.Join(' ', new[]
    {
        hop.Gateway is { } gateway ? $"via {gateway}" : null,
        hop.InterfaceIndex == 0 ? null : $"dev {NameOf(hop.InterfaceIndex)}",
        hop.Weight == 1 ? null : $"weight {hop.Weight}",
        (hop.Flags & RouteHopFlags.OnLink) == 0 ? null : "onlink",
    }.Where(word => word is not null));

    private void ReadNeighbors()
    {
        foreach (var entry in session.Neighbors.List().Where(entry => (entry.State & NeighborState.Permanent) != 0))
            Add(BaselineKind.Neighbor, $"{NameOf(entry.InterfaceIndex)} {entry.Address}", entry.MacAddress?.ToString() ?? string.Empty);
    }

    private void ReadIptablesTables()
    {
        foreach (var family in new[] { "ip", "ip6" })
        {
            foreach (var table in session.Sysctls.ReadProcNet($"{family}_tables_names")?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [])
                Add(BaselineKind.IptablesTable, $"{family} {table}", "in use");
        }
    }

    private string NameOf(int index) => names.GetValueOrDefault(index) ?? $"{index}";

    private static string FamilyName(byte family) => family switch { 2 => "ip", 10 => "ip6", _ => $"family {family}" };
}
