using System.Net;
using System.Text;
using System.Text.Json;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route;
using VethLab.Tests.Support;

namespace VethLab.Tests.Route;

/// <summary>Lookups compared with `ip route get` on random routes, rules and addresses. VETHLAB_SEED=… repeats one.</summary>
public sealed class RouteLookupTests : IDisposable
{
    private const int SetUps = 6;
    private const int Questions = 25;

    private readonly int seed = int.TryParse(Environment.GetEnvironmentVariable("VETHLAB_SEED"), out var given) ? given : Random.Shared.Next();
    private readonly Sandbox sandbox = new();
    private readonly NetlinkSocket socket;
    private readonly Random random;

    public RouteLookupTests()
    {
        random = new Random(seed);
        socket = NetlinkSocket.OpenRoute(sandbox.There);
        Batch(
            "link set lo up", "link add va type veth peer name vb", "link add vc type veth peer name vd", "link set va addrgenmode none up", "link set vb addrgenmode none up",
            "link set vc addrgenmode none up", "link set vd addrgenmode none up", "address add 10.0.0.1/24 dev va", "address add 10.1.0.1/24 dev vc", "address add fd00::1/64 dev va nodad", "address add fd01::1/64 dev vc nodad");
        sandbox.Run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding");
    }

    public void Dispose()
    {
        socket.Dispose();
        sandbox.Dispose();
    }

    [Fact]
    public void Lookups_say_what_ip_says()
    {
        var (links, compared, found) = (new LinkClient(socket).List().ToDictionary(link => link.Name, link => link.Index), 0, 0);
        for (var setUp = 0; setUp < SetUps; setUp++)
        {
            // What the kernel refuses is no route, and is the same for both.
            _ = sandbox.Try(string.Join('\n', Enumerable.Range(0, 12).Select(_ => Line())), "ip", ["-force", "-batch", "-"]);
            for (var i = 0; i < Questions; i++)
            {
                var (query, words) = Question(links);
                var ours = Words(new RouteClient(socket).Lookup(query), links);
                var theirs = Theirs(words);
                Assert.True(ours == theirs, $"VETHLAB_SEED={seed}: ip route get {words}: {theirs}; here: {ours}");
                compared++;
                found += theirs.StartsWith("error", StringComparison.Ordinal) ? 0 : 1;
            }
        }
        Assert.Equal(SetUps * Questions, compared);
        Assert.InRange(found, compared / 5, compared - 1);
    }

    private void Batch(params string[] lines) => sandbox.RunWithInput(string.Join('\n', lines), "ip", "-batch", "-");

    private bool Chance(int percent) => random.Next(100) < percent;

    private string Pick(params string[] all) => all[random.Next(all.Length)];

    private string Address(bool isV6) => isV6
        ? Pick("fd00::", "fd01::", "fd02::", "2001:db8::", "2001:db8:1::") + Pick("1", "2", "3")
        : Pick("10.0.0.", "10.1.0.", "10.2.0.", "192.0.2.", "198.51.100.") + Pick("1", "2", "3");

    private string Line()
    {
        var isV6 = Chance(50);
        var prefix = Chance(20) ? isV6 ? "::/0" : "0.0.0.0/0" : isV6 ? Pick("fd02::/64", "2001:db8::/32", "2001:db8::/64", "2001:db8::2/128") : Pick("10.2.0.0/24", "192.0.2.0/24", "192.0.0.0/8", "192.0.2.2/32");
        if (Chance(15))
            return $"{(isV6 ? "-6 " : "")}rule add {(Chance(50) ? $"from {Address(isV6)}" : $"fwmark {random.Next(1, 3)}")} lookup {random.Next(100, 102)}";
        var table = Chance(25) ? $" table {random.Next(100, 102)}" : "";
        var metric = Chance(25) ? $" metric {random.Next(1, 50)}" : "";
        return Chance(20)
            ? $"route add {Pick("blackhole", "unreachable", "prohibit", "throw")} {prefix}{table}{metric}"
            : $"route add {prefix} {Pick("dev va", "dev vc", isV6 ? "via fd00::9" : "via 10.0.0.9", isV6 ? "via fd01::9" : "via 10.1.0.9")}{(Chance(20) ? " mtu 1400" : "")}{table}{metric}";
    }

    private (RouteQuery Query, string Words) Question(Dictionary<string, int> links)
    {
        var isV6 = Chance(50);
        var (to, words) = (Address(isV6), new StringBuilder());
        words.Append(to);
        var query = new RouteQuery(IPAddress.Parse(to));
        if (Chance(40))
        {
            var (from, by) = (Address(isV6), Pick("va", "vc"));
            words.Append($" from {from} iif {by}");
            query = query with { Source = IPAddress.Parse(from), InInterface = links[by] };
        }
        else if (Chance(30))
        {
            var from = isV6 ? Pick("fd00::1", "fd01::1") : Pick("10.0.0.1", "10.1.0.1");
            words.Append($" from {from}");
            query = query with { Source = IPAddress.Parse(from) };
        }
        else if (Chance(20))
        {
            words.Append(" oif vc");
            query = query with { OutInterface = links["vc"] };
        }
        if (Chance(30))
        {
            var mark = (uint)random.Next(1, 3);
            words.Append($" mark {mark}");
            query = query with { Mark = mark };
        }
        return (query, words.ToString());
    }

    private string Theirs(string words)
    {
        var (code, output, error) = sandbox.Try("", "ip", ["-j", "route", "get", .. words.Split(' ')]);
        if (code != 0)
            return "error " + error.Trim().Replace("RTNETLINK answers: ", "", StringComparison.Ordinal);
        var (_, matched, _) = sandbox.Try("", "ip", ["-j", "route", "get", "fibmatch", .. words.Split(' ')]);
        using var way = JsonDocument.Parse(output);
        using var match = JsonDocument.Parse(matched.Length == 0 ? "[{}]" : matched);
        var (first, prefix) = (way.RootElement[0], match.RootElement[0]);
        return $"{Text(first, "type") ?? "unicast"} via {Text(first, "gateway")} dev {Text(first, "dev")} src {Text(first, "prefsrc")} match {Text(prefix, "dst")}";

        static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : null;
    }

    private static string Words(RouteLookup lookup, Dictionary<string, int> links)
    {
        if (lookup.Way is not { } way)
        {
            return "error " + lookup.Error switch
            {
                Linux.Interop.Errno.ENETUNREACH => "Network is unreachable",
                Linux.Interop.Errno.EHOSTUNREACH => "No route to host",
                Linux.Interop.Errno.EACCES => "Permission denied",
                Linux.Interop.Errno.EINVAL => "Invalid argument",
                Linux.Interop.Errno.EXDEV => "Invalid cross-device link",
                Linux.Interop.Errno.EAGAIN => "Resource temporarily unavailable",
                var other => $"{other}",
            };
        }
        var match = lookup.Match?.Destination switch
        {
            null => null,
            { Length: 0 } => "default",
            { } prefix when prefix.Length == IPPrefix.BitsOf(prefix.Address) => $"{prefix.Address}",
            { } prefix => $"{prefix}",
        };
        return $"{$"{way.Type}".ToLowerInvariant()} via {way.Gateway} dev {links.FirstOrDefault(link => link.Value == way.InterfaceIndex).Key} src {way.Source} match {match}";
    }
}
