using System.Net;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Capture;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Paths;
using VethLab.Tests.Packets;

namespace VethLab.Tests.Paths;

/// <summary>
/// A bridge br01 (192.168.88.1, fd88::1) in "host" with "ns01" (.11) and "ns02" (.12) on it, behind which "outside" (203.0.113.2, fd99::2) is
/// reached through host's up0. The host forwards; outside knows no way back to the bridge's networks, so only what is masqueraded is answered.
/// </summary>
internal sealed class ProbeLab : IDisposable
{
    private static readonly string[] Names = ["host", "ns01", "ns02", "outside"];

    private readonly Dictionary<string, NamespaceSession> sessions = [];

    internal ProbeLab()
    {
        Net = new PacketLab(Names);
        foreach (var name in Names)
            sessions.Add(name, new NamespaceSession(NamespaceHandle.Open(Net[name].DescriptorPath), isHere: false, name));
        Net.Run("host", "ip", "link", "add", "br01", "address", "02:00:00:00:00:01", "type", "bridge");
        Net.Run("host", "ip", "address", "add", "192.168.88.1/24", "dev", "br01");
        Net.Run("host", "ip", "address", "add", "fd88::1/64", "dev", "br01", "nodad");
        Net.Run("host", "ip", "address", "add", "fe80::1/64", "dev", "br01", "nodad");
        Net.Run("host", "ip", "link", "set", "br01", "up");
        for (var i = 1; i <= 2; i++)
        {
            Net.Join($"ns0{i}", $"veth0{i}", $"192.168.88.1{i}/24", $"fd88::1{i}/64", "host", $"p0{i}", $"169.254.0.{i}/32", null);
            Net.Run("host", "ip", "address", "flush", "dev", $"p0{i}");
            Net.Run("host", "ip", "link", "set", $"p0{i}", "master", "br01");
            Net.Run($"ns0{i}", "ip", "route", "add", "default", "via", "192.168.88.1");
            Net.Run($"ns0{i}", "ip", "route", "add", "default", "via", "fd88::1");
        }
        Net.Join("host", "up0", "203.0.113.1/24", "fd99::1/64", "outside", "out0", "203.0.113.2/24", "fd99::2/64");
        Net.Run("host", "ip", "address", "add", "fe80::1/64", "dev", "up0", "nodad");
        Net.Set("host", "ipv4/ip_forward", "1");
        Net.Set("host", "ipv6/conf/all/forwarding", "1");
        Net.WaitForAddresses("host");
    }

    internal PacketLab Net { get; }

    internal NamespaceSession this[string name] => sessions[name];

    /// <summary>ns01, bridge, ns02.</summary>
    internal IReadOnlyList<PathPlace> Bridged => Places("ns01/veth01", "host/p01", "host/br01", "host/p02", "ns02/veth02");

    /// <summary>ns01, bridge, host, outside.</summary>
    internal IReadOnlyList<PathPlace> Routed => Places("ns01/veth01", "host/p01", "host/br01", "host/up0", "outside/out0");

    internal IReadOnlyList<PathPlace> Places(params string[] places) =>
        [.. places.Select(place => place.Split('/')).Select(parts => new PathPlace(sessions[parts[0]], parts[1]))];

    /// <summary>Lets the host give what it forwards to outside its own address.</summary>
    internal void Masquerade() => Nft("host", "table inet nat { chain post { type nat hook postrouting priority 100; oifname up0 masquerade; }; }");

    /// <summary>Gives outside the way back.</summary>
    internal void RouteBack()
    {
        Net.Run("outside", "ip", "route", "add", "192.168.88.0/24", "via", "203.0.113.1");
        Net.Run("outside", "ip", "route", "add", "fd88::/64", "via", "fd99::1");
    }

    internal void Nft(string name, string rules) => Net.Run(name, "nft", rules);

    /// <summary>Listens in a namespace until it is disposed, IPv4 and IPv6; UDP is read, and answered where it shall be.</summary>
    internal Listener Listen(string name, PathProtocol protocol, int port, bool isAnswering = false) => new(this[name].There!, protocol, port, isAnswering);

    internal PathObservation Probe(PathQuestion question, IReadOnlyList<PathPlace> places, string from = "ns01", CancellationToken cancellation = default) =>
        PathProbe.Run(sessions[from], null, question, places, cancellation);

    internal static PathQuestion Ask(PathProtocol protocol, string destination, ushort? port = null, double seconds = 4) => new()
    {
        Destination = IPAddress.Parse(destination),
        Protocol = protocol,
        Port = protocol == PathProtocol.Icmp ? null : port ?? 7777,
        Timeout = TimeSpan.FromSeconds(seconds),
        WatchDrops = false,
    };

    /// <summary>The hops of a trail as texts.</summary>
    internal static string[] WayOf(PacketTrail? trail) => trail is null ? [] : [.. trail.Hops.Select(hop => hop.ToString())];

    /// <summary>What nf_tables has in a namespace.</summary>
    internal string Rules(string name) => Net.Run(name, "nft", "list", "ruleset");

    public void Dispose()
    {
        foreach (var session in sessions.Values)
            session.Dispose();
        Net.Dispose();
    }
}
