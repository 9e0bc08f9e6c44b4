using System.Net;
using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Tests.NfTables;

/// <summary>Batches against the kernel: order, refusal as a whole, errors, generations.</summary>
public sealed class KernelBatchTests : IDisposable
{
    private const NfFamily Ip = NfFamily.IPv4;
    private readonly NfSandbox sandbox = new();

    private NfTablesClient Client => sandbox.Client;

    public void Dispose() => sandbox.Dispose();

    private static NfBatch Nat() => new NfBatch()
        .AddTable(Ip, "vethlab")
        .AddChain(Ip, "vethlab", "postrouting", new NfBaseChain("nat", NfHook.Postrouting, 100));

    [Fact]
    public void An_empty_namespace_has_nothing_and_what_is_not_there_is_an_empty_list()
    {
        Assert.Empty(Client.GetTables());
        Assert.Empty(Client.GetChains());
        Assert.Empty(Client.GetChains(Ip, "absent"));
        Assert.Empty(Client.GetRules(Ip, "absent"));
        Assert.Empty(Client.GetRules(Ip, "absent", "absent"));
    }

    [Fact]
    public void One_wrong_message_refuses_the_whole_batch_and_is_named()
    {
        var batch = Nat()
            .AddRule(Ip, "vethlab", "postrouting", [new CounterExpression(), new MasqueradeExpression()])
            .AddRule(Ip, "vethlab", "missing", [new CounterExpression()])
            .AddChain(Ip, "vethlab", "more")
            .DeleteTable(Ip, "another");

        var failure = Assert.Throws<NetlinkException>(() => Client.Commit(batch));

        Assert.Equal("add rule to ip vethlab missing", failure.Operation);
        Assert.Equal(Errno.ENOENT, failure.Errno);
        Assert.NotNull(failure.AttributeOffset);
        Assert.Empty(Client.GetTables());
        Assert.Empty(sandbox.NftList("table"));
    }

    [Fact]
    public void An_invalid_place_for_masquerading_is_refused_with_the_rule_named()
    {
        var batch = new NfBatch().AddTable(Ip, "vethlab")
            .AddChain(Ip, "vethlab", "forward", new NfBaseChain("filter", NfHook.Forward, 0))
            .AddRule(Ip, "vethlab", "forward", [new MasqueradeExpression()]);

        var failure = Assert.Throws<NetlinkException>(() => Client.Commit(batch));

        Assert.Equal("add rule to ip vethlab forward", failure.Operation);
        Assert.Equal(Errno.EOPNOTSUPP, failure.Errno);
        Assert.Empty(Client.GetTables());
    }

    [Fact]
    public void Adding_again_changes_nothing_unless_it_must_be_new()
    {
        Client.Commit(Nat());
        Client.Commit(Nat());

        Assert.Single(Client.GetTables());
        var table = Assert.Throws<NetlinkException>(() => Client.Commit(new NfBatch().AddTable(Ip, "vethlab", exclusive: true)));
        var chain = Assert.Throws<NetlinkException>(
            () => Client.Commit(new NfBatch().AddChain(Ip, "vethlab", "postrouting", exclusive: true)));
        Assert.Equal((Errno.EEXIST, "add table ip vethlab"), (table.Errno, table.Operation));
        Assert.Equal((Errno.EEXIST, "add chain ip vethlab postrouting"), (chain.Errno, chain.Operation));
    }

    [Fact]
    public void Rules_stand_where_they_were_put()
    {
        NfExpressionList rule = [new CounterExpression()];
        Client.Commit(Nat().AddRule(Ip, "vethlab", "postrouting", rule, "2").AddRule(Ip, "vethlab", "postrouting", rule, "4"));
        var fourth = Client.GetRules(Ip, "vethlab")[1];

        Client.Commit(new NfBatch()
            .InsertRule(Ip, "vethlab", "postrouting", rule, "1")
            .InsertRule(Ip, "vethlab", "postrouting", rule, "3", before: fourth.Handle)
            .AddRule(Ip, "vethlab", "postrouting", rule, "5"));

        Assert.Equal(["1", "2", "3", "4", "5"], Client.GetRules(Ip, "vethlab", "postrouting").Select(one => one.Comment));
        Client.Commit(new NfBatch().DeleteRule(Ip, "vethlab", "postrouting", fourth.Handle));
        Assert.Equal(["1", "2", "3", "5"], Client.GetRules(Ip, "vethlab", "postrouting").Select(one => one.Comment));
        var gone = Assert.Throws<NetlinkException>(
            () => Client.Commit(new NfBatch().DeleteRule(Ip, "vethlab", "postrouting", fourth.Handle)));
        Assert.Equal((Errno.ENOENT, $"delete rule {fourth.Handle} from ip vethlab postrouting"), (gone.Errno, gone.Operation));
        Client.Commit(new NfBatch().FlushChain(Ip, "vethlab", "postrouting"));
        Assert.Empty(Client.GetRules(Ip, "vethlab"));
        Assert.Single(Client.GetChains());
    }

    [Fact]
    public void Deleting_a_table_deletes_that_one_only()
    {
        sandbox.Run("nft", "add table ip vethlab; add table ip6 vethlab; add table inet other; add chain ip vethlab c");
        Client.Commit(new NfBatch().DeleteTable(Ip, "vethlab"));

        Assert.Equal(
            [(NfFamily.IPv6, "vethlab"), (NfFamily.Inet, "other")],
            Client.GetTables().Select(table => (table.Family, table.Name)).OrderDescending());
        var failure = Assert.Throws<NetlinkException>(() => Client.Commit(new NfBatch().DeleteTable(Ip, "vethlab")));
        Assert.Equal((Errno.ENOENT, "delete table ip vethlab"), (failure.Errno, failure.Operation));
    }

    [Fact]
    public void A_policy_is_changed_and_nothing_else()
    {
        sandbox.Run("iptables", "-P", "FORWARD", "DROP");
        sandbox.Run("iptables", "-A", "FORWARD", "-i", "br01", "-j", "ACCEPT");

        Client.Commit(new NfBatch().SetPolicy(Ip, "filter", "FORWARD", NfVerdict.Accept));

        Assert.Equal("-P INPUT ACCEPT\n-P FORWARD ACCEPT\n-P OUTPUT ACCEPT\n-A FORWARD -i br01 -j ACCEPT\n", sandbox.Run("iptables", "-S"));
        var failure = Assert.Throws<NetlinkException>(
            () => Client.Commit(new NfBatch().SetPolicy(Ip, "filter", "missing", NfVerdict.Accept)));
        Assert.Equal("set policy accept of chain ip filter missing", failure.Operation);
        Assert.DoesNotContain(Client.GetChains(), chain => chain.Name == "missing");
    }

    [Fact]
    public void A_chain_goes_with_its_rules_but_not_while_another_jumps_to_it()
    {
        Client.Commit(Nat().AddChain(Ip, "vethlab", "side")
            .AddRule(Ip, "vethlab", "side", [new CounterExpression()])
            .AddRule(Ip, "vethlab", "postrouting", [VerdictExpression.Jump("side")]));

        var busy = Assert.Throws<NetlinkException>(() => Client.Commit(new NfBatch().DeleteChain(Ip, "vethlab", "side")));
        var regular = Assert.Throws<NetlinkException>(() => Client.Commit(new NfBatch().SetPolicy(Ip, "vethlab", "side", NfVerdict.Drop)));

        Assert.Equal((Errno.EBUSY, "delete chain ip vethlab side"), (busy.Errno, busy.Operation));
        Assert.Equal(Errno.EOPNOTSUPP, regular.Errno);
        Client.Commit(new NfBatch().FlushChain(Ip, "vethlab", "postrouting").DeleteChain(Ip, "vethlab", "side"));
        Assert.Equal("postrouting", Assert.Single(Client.GetChains()).Name);
    }

    [Fact]
    public void A_batch_made_for_another_generation_is_refused()
    {
        var generation = Client.GetGeneration();
        sandbox.Run("nft", "add table ip someone");
        Assert.NotEqual(generation, Client.GetGeneration());

        var failure = Assert.Throws<NetlinkException>(() => Client.Commit(new NfBatch().AddTable(Ip, "vethlab"), generation));

        Assert.Equal((Errno.ERESTART, "add table ip vethlab"), (failure.Errno, failure.Operation));
        Assert.Equal("someone", Assert.Single(Client.GetTables()).Name);
        Client.Commit(new NfBatch().AddTable(Ip, "vethlab"), Client.GetGeneration());
        Assert.Equal(2, Client.GetTables().Count);
    }

    [Fact]
    public void A_transaction_is_planned_anew_when_somebody_else_was_faster()
    {
        var plans = 0;
        var done = Client.Transact(() =>
        {
            var seen = Client.GetTables().Count;
            if (plans++ < 2)
                sandbox.Run("nft", $"add table ip someone{plans}");
            return new NfBatch().AddTable(Ip, $"after{seen}");
        });

        Assert.True(done);
        Assert.Equal(3, plans);
        Assert.Equal(["after2", "someone1", "someone2"], Client.GetTables().Select(table => table.Name).Order());
        Assert.False(Client.Transact(() => null));
        Assert.False(Client.Transact(() => new NfBatch()));
        var failure = Assert.Throws<NetlinkException>(() => Client.Transact(
            () =>
            {
                sandbox.Run("nft", "add table ip always; delete table ip always");
                return new NfBatch().AddTable(Ip, "never");
            },
            attempts: 2));
        Assert.Equal(Errno.ERESTART, failure.Errno);
        Assert.DoesNotContain(Client.GetTables(), table => table.Name == "never");
    }

    [Fact]
    public void Many_rules_fit_in_one_batch_and_in_one_list()
    {
        const int count = 1000;
        var batch = Nat();
        for (var i = 0; i < count; i++)
        {
            var network = new IPAddress([10, (byte)(i >> 8), (byte)i, 0]);
            batch.AddRule(
                Ip, "vethlab", "postrouting",
                [.. Match.SourceNetwork(network, 24), new CounterExpression(), new MasqueradeExpression()], $"{i}");
        }
        Client.Commit(batch);

        Assert.Equal(Enumerable.Range(0, count).Select(i => $"{i}"), Client.GetRules(Ip, "vethlab").Select(rule => rule.Comment));
    }

    [Fact]
    public void Lists_are_whole_while_somebody_else_changes_the_ruleset()
    {
        var batch = Nat();
        for (var i = 0; i < 400; i++)
            batch.AddRule(Ip, "vethlab", "postrouting", [new CounterExpression()], $"{i}");
        Client.Commit(batch);
        var other = sandbox.AnotherClient();
        using var stop = new CancellationTokenSource();
        var commits = 0;
        var writer = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                other.Commit(new NfBatch().AddTable(Ip, "busy"));
                other.Commit(new NfBatch().DeleteTable(Ip, "busy"));
                commits += 2;
                Thread.Sleep(5);
            }
        });
        writer.Start();
        try
        {
            for (var round = 0; round < 100; round++)
                Assert.Equal(400, Client.GetRules(Ip, "vethlab").Count);
        }
        finally
        {
            stop.Cancel();
            writer.Join();
        }
        Assert.True(commits > 0);
    }
}
