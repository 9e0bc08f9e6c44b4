using System.Text.Json;
using VethLab.Linux.Netlink;
using VethLab.Linux.NfTables;
using VethLab.Tests.Support;

namespace VethLab.Tests.NfTables;

/// <summary>A network namespace with an nf_tables client inside, and the way to run nft and iptables there.</summary>
internal sealed class NfSandbox : Sandbox
{
    private readonly NetlinkSocket socket;
    private readonly List<NetlinkSocket> others = [];

    public NfSandbox()
    {
        socket = NetlinkSocket.OpenNetfilter(There);
        Client = new NfTablesClient(socket);
    }

    public NfTablesClient Client { get; }

    /// <summary>A client with a socket of its own, as somebody else's would be.</summary>
    public NfTablesClient AnotherClient()
    {
        var another = NetlinkSocket.OpenNetfilter(There);
        others.Add(another);
        return new NfTablesClient(another);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            others.ForEach(other => other.Dispose());
            socket.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Objects of one kind that `nft -j list ruleset` shows: table, chain or rule.</summary>
    public List<JsonElement> NftList(string kind)
    {
        using var document = JsonDocument.Parse(Run("nft", "-j", "list", "ruleset"));
        return
        [
            .. document.RootElement.GetProperty("nftables").EnumerateArray()
                .Where(entry => entry.TryGetProperty(kind, out _)).Select(entry => entry.GetProperty(kind).Clone()),
        ];
    }

    /// <summary>The lines of `nft list chain`, without those of its frame.</summary>
    public string[] NftRules(string family, string table, string chain) =>
    [
        .. Run("nft", "list", "chain", family, table, chain)
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line != "}" && !line.StartsWith("table ", StringComparison.Ordinal)
                && !line.StartsWith("chain ", StringComparison.Ordinal) && !line.StartsWith("type ", StringComparison.Ordinal)),
    ];
}
