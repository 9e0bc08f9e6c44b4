using System.Net;
using VethLab.Linux.Route;

namespace VethLab.Networks.Dns;

/// <summary>What a resolv.conf(5) says: whom to ask, and which domains to look in.</summary>
public sealed record ResolverSettings
{
    /// <summary>Addresses of name servers, in the order in which they are asked.</summary>
    public SnapshotList<string> Servers { get; init; } = [];

    /// <summary>Domains that are tried behind a name without dots.</summary>
    public SnapshotList<string> Search { get; init; } = [];

    /// <summary>The lines of a file that says this.</summary>
    internal IEnumerable<string> Lines
    {
        get
        {
            foreach (var server in Servers)
                yield return $"nameserver {server}";
            if (Search.Count > 0)
                yield return $"search {string.Join(' ', Search)}";
        }
    }

    /// <summary>
    /// Reads a file's text as the C library does: keywords at the start of a line, the last "search" or "domain" counts, comments begin with '#' or
    /// ';'. What is not understood is passed over.
    /// </summary>
    public static ResolverSettings Parse(string text)
    {
        var servers = new List<string>();
        string[] search = [];
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || char.IsWhiteSpace(line[0]))
                continue;
            if (words[0] == "nameserver" && IPPrefix.TryParseAddress(words[1], out _))
                servers.Add(words[1]);
            else if (words[0] is "search" or "domain")
                search = words[0] == "search" ? words[1..] : words[1..2];
        }
        return new ResolverSettings { Servers = servers.ToSnapshotList(), Search = search.ToSnapshotList() };
    }

    /// <summary>
    /// Whether an address can mean the same server in another namespace. Loopback addresses, and the unspecified one, which stands for them, are
    /// each namespace's own; a link-local one with a zone belongs to an interface.
    /// </summary>
    internal static bool IsReachableElsewhere(string server)
    {
        var address = IPAddress.Parse(server);
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return !IsLoopback(address) && !address.IsIPv6LinkLocal;
    }

    /// <summary>Whether it is a loopback address, or stands for one.</summary>
    internal static bool IsLoopback(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
    }
}
