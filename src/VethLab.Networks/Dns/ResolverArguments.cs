using System.Net;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Dns;

/// <summary>Reads what a user writes for a namespace's name servers, and says what will not work although it can be written.</summary>
public static class ResolverArguments
{
    /// <summary>Stands for the servers of the machine.</summary>
    public const string Host = "Host";

    /// <summary>MAXNS of the C library.</summary>
    private const int ServersAsked = 3;

    /// <summary>The settings; null where no servers are given.</summary>
    /// <exception cref="NetworkException">InvalidAddress, InvalidValue, DnsServerNotFound.</exception>
    public static ResolverSettings? Read(IReadOnlyCollection<string>? servers, IReadOnlyCollection<string>? search)
    {
        if (servers is not { Count: > 0 })
        {
            return search is not { Count: > 0 } ? null : throw new NetworkException(
                NetworkError.InvalidValue, "Domains to search are of no use without a name server.", string.Join(' ', search), "Give -DnsServer as well.");
        }
        var settings = new ResolverSettings();
        foreach (var server in servers)
        {
            settings = IsHost(server) && HostResolver.Usable() is var host
                ? new ResolverSettings { Servers = [.. settings.Servers, .. host.Servers], Search = host.Search }
                : settings with { Servers = [.. settings.Servers, AddressText.ParseAddress(server).ToString()] };
        }
        return search is { Count: > 0 } ? settings with { Search = search.Select(Domain).ToSnapshotList() } : settings;
    }

    private static bool IsHost(string server) => string.Equals(server, Host, StringComparison.OrdinalIgnoreCase);

    private static string Domain(string text) =>
        text.Length > 0 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) ? text : throw new NetworkException(
            NetworkError.InvalidValue, $"'{text}' is no domain to search.", text, "Write one domain for each element, as corp.example.");

    /// <summary>What the user should know about settings for a namespace.</summary>
    public static IEnumerable<string> Notes(ResolverSettings settings)
    {
        foreach (var server in settings.Servers.Where(server => ResolverSettings.IsLoopback(IPAddress.Parse(server))))
            yield return $"{server} is a loopback address: inside a namespace it is the namespace's own, where the host's resolver does not answer. {AdviceAgainstStub}";
        if (settings.Servers.Count > ServersAsked)
            yield return $"Of {settings.Servers.Count} name servers the C library asks the first {ServersAsked} only (resolv.conf(5)).";
        if (!File.Exists(HostResolver.FileName) || File.ResolveLinkTarget(HostResolver.FileName, returnFinalTarget: true) is { Exists: false })
            yield return $"There is no file {HostResolver.FileName} that the namespace's could stand in for: programs inside find no name server until one is made.";
    }

    /// <summary>What to do where a resolver on loopback is all that there is.</summary>
    internal static string AdviceAgainstStub => HostResolver.Upstream() is { } upstream
        ? $"On this machine it asks {upstream.Servers} ({upstream.File}); New-NetNamespace -DnsServer {Host} takes those."
        : "Name a server that is reached from there: New-NetNamespace -DnsServer ADDRESS.";
}
