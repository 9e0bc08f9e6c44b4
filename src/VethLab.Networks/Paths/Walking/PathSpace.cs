using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.NfTables;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Forwarding;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Paths.Walking;

/// <summary>What the configuration of one namespace says. Each listing is read once, when it is first needed.</summary>
internal sealed class PathSpace(NamespaceSession session)
{
    private const byte HostScope = 254;

    private readonly Dictionary<string, string?> sysctls = new(StringComparer.Ordinal);
    private IReadOnlyList<LinkMessage>? links;
    private IReadOnlyList<AddressMessage>? addresses;
    private IReadOnlyList<NeighborMessage>? neighbors;
    private IReadOnlyList<BridgeFdbMessage>? fdb;
    private IReadOnlyList<RouteMessage>? routes;
    private IReadOnlyList<RuleMessage>? rules;
    private NfRuleset? ruleset;
    private (bool IsKnown, SnapshotList<string>? Tables)? legacy;

    internal NamespaceSession Session { get; } = session;

    /// <summary>"namespace ns01", "this namespace".</summary>
    internal string Description => Session.Description;

    internal IReadOnlyList<LinkMessage> Links => links ??= Read(() => Session.Links.List());

    internal IReadOnlyList<AddressMessage> Addresses => addresses ??= Read(() => Session.Addresses.List());

    internal IReadOnlyList<NeighborMessage> Neighbors => neighbors ??= Read(() => Session.Neighbors.List());

    internal IReadOnlyList<BridgeFdbMessage> Fdb => fdb ??= Read(() => Session.BridgeFdb.List());

    internal IReadOnlyList<RuleMessage> Rules => rules ??= Read(() => Session.Rules.List());

    internal IReadOnlyList<RouteMessage> Routes => routes ??= Read(() => Session.Routes.List());

    /// <summary>Empty where the kernel has no nf_tables.</summary>
    internal NfRuleset Ruleset => ruleset ??= Read(() => Session.HasNfTables ? NfRuleset.Read(Session.NfTables) : NfRuleset.Empty);

    /// <summary>Tables of legacy iptables; none also where only the machine's root could tell.</summary>
    internal IReadOnlyList<string> LegacyTables
    {
        get
        {
            legacy ??= (true, Read(() => ForwardingReader.LegacyTables(Session)));
            return legacy.Value.Tables ?? [];
        }
    }

    internal LinkMessage? Link(int index) => Links.FirstOrDefault(link => link.Index == index);

    internal LinkMessage? Loopback => Links.FirstOrDefault(link => link.Flags.HasFlag(LinkFlags.Loopback));

    /// <summary>The addresses of a family, of all interfaces, that work beyond their link.</summary>
    internal IEnumerable<AddressMessage> AddressesOf(AddressFamily family) => Addresses.Where(
        address => address.Address.Family == family && address.Scope != HostScope && !address.Address.Address.IsIPv6LinkLocal);

    /// <summary>The entry for an own address; null: it is none.</summary>
    internal AddressMessage? Own(IPAddress address) => Addresses.FirstOrDefault(own => own.Address.Address.Equals(Plain(address)));

    /// <summary>Asks the kernel.</summary>
    internal RouteLookup Lookup(RouteQuery query) => Read(() => Session.Routes.Lookup(query with
    {
        Destination = Plain(query.Destination), Source = query.Source is { } source ? Plain(source) : null,
    }));

    /// <summary>A setting below /proc/sys/net; null: the kernel does not have it.</summary>
    internal string? Sysctl(string key)
    {
        if (!sysctls.TryGetValue(key, out var value))
            sysctls[key] = value = Read(() => Session.Sysctls.Read(key));
        return value;
    }

    /// <summary>A setting that is a number; 0: the kernel does not have it.</summary>
    internal int Number(string key) => int.TryParse(Sysctl(key), out var number) ? number : 0;

    /// <summary>A setting of IPv4's interfaces where the larger of the interface's and that of all counts.</summary>
    internal int Largest(string name, string link) => Math.Max(Number($"ipv4/conf/all/{name}"), Number($"ipv4/conf/{link}/{name}"));

    /// <summary>An address without the number of an interface, which would be another one elsewhere.</summary>
    internal static IPAddress Plain(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes()) : address;

    private T Read<T>(Func<T> read) => KernelErrors.Explained(Session.Name, read);
}
