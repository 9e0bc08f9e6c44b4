using System.Net;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Paths;
using VethLab.Tests.Packets;

namespace VethLab.Tests.Paths.Walking;

/// <summary>
/// The experiment's lab with a second bridge: br01 (192.168.88.1, fd88::1) in "host" with ns01 (.11) and ns02 (.12), br02 (192.168.99.1, fd99::1) with
/// ns03 (.13), and ens160 (10.10.12.27, fd10::27) to "internet" (10.10.12.1, fd10::1; 114.114.114.114 and 2001:db8::114 on its loopback), which knows
/// no way back to the bridges' networks. The host forwards, and masquerades what leaves by ens160.
/// </summary>
internal sealed class WalkLab : IDisposable
{
    private static readonly string[] Names = ["host", "ns01", "ns02", "ns03", "internet"];

    private readonly PacketLab net = new(Names);
    private readonly List<string> known = [.. Names];

    internal WalkLab(bool isMasquerading = true)
    {
        AddBridge("br01", "192.168.88", "fd88:");
        AddBridge("br02", "192.168.99", "fd99:");
        AddNode("ns01", "veth01", "br01", "192.168.88", "fd88:", 11);
        AddNode("ns02", "veth02", "br01", "192.168.88", "fd88:", 12);
        AddNode("ns03", "veth03", "br02", "192.168.99", "fd99:", 13);
        net.Join("host", "ens160", "10.10.12.27/24", "fd10::27/64", "internet", "eth0", "10.10.12.1/24", "fd10::1/64");
        Ip("host", "address add fe80::27/64 dev ens160 nodad", "route add default via 10.10.12.1", "route add ::/0 via fd10::1");
        Ip("internet", "address add 114.114.114.114/32 dev lo", "address add 2001:db8::114/128 dev lo nodad");
        net.Set("host", "ipv4/ip_forward", "1");
        net.Set("host", "ipv6/conf/all/forwarding", "1");
        if (isMasquerading)
            Nft("host", "table inet out { chain post { type nat hook postrouting priority 100; oifname ens160 masquerade; }; }");
        Wait();
    }

    private void AddBridge(string name, string v4, string v6) => Ip(
        "host", $"link add {name} type bridge", $"link set {name} addrgenmode none", $"address add {v4}.1/24 dev {name}", $"address add {v6}:1/64 dev {name} nodad", $"address add fe80::1/64 dev {name} nodad", $"link set {name} up");

    private void AddNode(string node, string link, string bridge, string v4, string v6, int number)
    {
        Ip("host", $"link add br-{link} type veth peer name {link} netns {net[node].DescriptorPath}", $"link set br-{link} addrgenmode none", $"link set br-{link} master {bridge}", $"link set br-{link} up");
        Ip(node, $"link set {link} up", $"address add {v4}.{number}/24 dev {link}", $"address add {v6}:{number}/64 dev {link} nodad", $"route add default via {v4}.1", $"route add ::/0 via {v6}:1");
    }

    /// <summary>Runs ip(8) for each line.</summary>
    internal void Ip(string place, params string[] lines) =>
        net.Run(place, "sh", "-c", $"ip -batch - <<'END'\n{string.Join('\n', lines)}\nEND");

    internal void Move(string place, string link, string target) => Ip(place, $"link set {link} netns {net[target].DescriptorPath}");

    internal void ForgetDefaultRoutes(string place) => Sh(place, "ip route flush default; ip -6 route flush default");

    internal void Nft(string place, string rules) => net.Run(place, "nft", rules);

    internal void Sh(string place, string command) => net.Run(place, "sh", "-c", command);

    internal void Set(string place, string key, string value) => net.Set(place, key, value);

    /// <summary>Has walks not know a namespace.</summary>
    internal void Forget(string place) => known.Remove(place);

    internal Listener Listen(string place, PathProtocol protocol, int port) => new(net[place], protocol, port, false);

    /// <summary>Until all addresses can be used.</summary>
    internal void Wait()
    {
        foreach (var name in Names)
            net.WaitForAddresses(name);
        foreach (var port in new[] { "br-veth01", "br-veth02", "br-veth03" })
            WaitForPort(port, "forwarding");
    }

    internal void WaitForPort(string port, string state)
    {
        for (var tries = 0; !net.Run("host", "bridge", "link", "show", "dev", port).Contains($"state {state}", StringComparison.Ordinal); tries++)
        {
            Assert.True(tries < 100, $"{port} is not {state}");
            Thread.Sleep(20);
        }
    }

    /// <summary>Whether one echo request is answered: what the walk says is held against that.</summary>
    internal bool Pings(string from, string to)
    {
        using var ping = net.Start(from, "ping", "-c1", "-W1", to);
        ping.WaitForExit();
        return ping.ExitCode == 0;
    }

    /// <summary>Whether one of several is, since a busy machine may be late once.</summary>
    internal bool Answers(string from, string to) => Enumerable.Range(0, 4).Any(_ => Pings(from, to));

    internal PathPrediction Walk(string from, string to, PathProtocol protocol = PathProtocol.Icmp, ushort? port = null, Func<PathQuestion, PathQuestion>? more = null)
    {
        var question = new PathQuestion { Destination = IPAddress.Parse(to), Protocol = protocol, Port = port };
        using var first = Open(from);
        using var world = new PathWorld(first, known.Where(name => name != from).Select(Open));
        return PathWalk.Walk(world, more?.Invoke(question) ?? question, CancellationToken.None);
    }

    private NamespaceSession Open(string name) => new(NamespaceHandle.Open(net[name].DescriptorPath), isHere: false, name);

    public void Dispose() => net.Dispose();
}
