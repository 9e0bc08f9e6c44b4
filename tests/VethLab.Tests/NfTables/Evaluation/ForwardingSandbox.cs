using VethLab.Linux.Interop;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.Packets;
using VethLab.Linux.Sysctls;

namespace VethLab.Tests.NfTables.Evaluation;

/// <summary>
/// A namespace that forwards: what is sent on "a" comes in by "b" and goes out by "out0", whatever its addresses. Chains of its own, after all
/// others, count what the others let pass.
/// </summary>
internal sealed class ForwardingSandbox : IDisposable
{
    internal const string In = "b";
    internal const string Out = "out0";
    private static readonly byte[] From = [2, 0, 0, 0, 0, 10];
    private static readonly byte[] To = [2, 0, 0, 0, 0, 11];
    private readonly NfSandbox sandbox = new();
    private readonly FileDescriptor wire;

    internal ForwardingSandbox()
    {
        sandbox.RunWithInput(
            """
            link set lo up
            link add name a address 02:00:00:00:00:0a type veth peer name b address 02:00:00:00:00:0b
            link add out0 type veth peer name out1
            link set dev a addrgenmode none
            link set dev b addrgenmode none
            link set out0 addrgenmode none arp off
            link set out1 addrgenmode none
            link set dev a up
            link set dev b up
            link set out0 up
            link set out1 up
            address add 192.0.2.1/32 dev lo
            address add fe80::b/64 dev b nodad
            address add fe80::c/64 dev out0 nodad
            route add default dev out0
            route add ::/0 dev out0
            """,
            "ip", "-batch", "-");
        var sysctls = new SysctlClient(sandbox.There);
        foreach (var (key, value) in new[]
        {
            ("ipv4/conf/all/rp_filter", "0"), ("ipv4/conf/b/rp_filter", "0"), ("ipv4/ip_forward", "1"), ("ipv6/conf/all/forwarding", "1"), ("ipv4/icmp_ratelimit", "0"),
        })
        {
            sysctls.Write(key, value);
        }
        sandbox.RunWithInput(
            """
            table inet last {
              chain arrived { type filter hook prerouting priority -2000; iifname "b" counter; }
              chain prerouting { type filter hook prerouting priority 2000; iifname "b" counter; }
              chain forward { type filter hook forward priority 2000; ct state invalid counter; counter; }
              chain postrouting { type filter hook postrouting priority 2000; oifname "out0" counter; }
            }
            """,
            "nft", "-f", "-");
        var index = int.Parse(sandbox.Run("ip", "-o", "link", "show", "dev", "a").Split(':')[0]);
        wire = LinkSocket.OpenQuiet(sandbox.There, index, out _);
    }

    internal NfTablesClient Client => sandbox.Client;

    /// <summary>Tries a ruleset; what nft refuses is no ruleset.</summary>
    internal bool TryLoad(string ruleset, out string error)
    {
        (var code, _, error) = sandbox.Try(ruleset, "nft", ["-f", "-"]);
        return code == 0;
    }

    internal void RestoreIptables(string rules) => sandbox.RunWithInput(rules, "iptables-restore", "--noflush");

    internal void Clear()
    {
        var batch = new NfBatch();
        foreach (var table in Client.GetTables().Where(table => table.Name != "last"))
            batch.DeleteTable(table.Family, table.Name);
        if (batch.Count > 0)
            Client.Commit(batch);
    }

    /// <summary>Sends a packet and waits until it has arrived; the hooks that all of whose chains let it pass.</summary>
    internal HashSet<NfHook> Send(TestPacket packet)
    {
        var before = Counts();
        if (Libc.Write(wire, packet.Frame(To, From)) < 0)
            throw LinuxException.Last("send a frame");
        var deadline = Environment.TickCount64 + 2000;
        Dictionary<string, ulong> after;
        while ((after = Counts())["arrived"] == before["arrived"])
            Assert.True(Environment.TickCount64 < deadline, "the packet has not arrived");
        return [.. new[] { NfHook.Prerouting, NfHook.Forward, NfHook.Postrouting }.Where(hook => after[hook.NftName()] > before[hook.NftName()])];
    }

    private Dictionary<string, ulong> Counts() => Client.GetRules(NfFamily.Inet, "last").GroupBy(rule => rule.Chain)
        .ToDictionary(chain => chain.Key, chain => chain.Last().Expressions.OfType<CounterExpression>().Single().Packets);

    public void Dispose()
    {
        wire.Dispose();
        sandbox.Dispose();
    }
}
