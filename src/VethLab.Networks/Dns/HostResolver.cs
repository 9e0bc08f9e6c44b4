using VethLab.Networks.Errors;

namespace VethLab.Networks.Dns;

/// <summary>
/// The name servers of the machine. Where /etc/resolv.conf names a stub on loopback, as systemd-resolved and dnsmasq have it, nobody in another
/// namespace can ask that; whom it asks itself is written elsewhere.
/// </summary>
public static class HostResolver
{
    public const string FileName = "/etc/resolv.conf";

    /// <summary>Where stubs keep the servers that they ask: systemd-resolved.service(8), NetworkManager.conf(5).</summary>
    private static readonly string[] BehindStubs = ["/run/systemd/resolve/resolv.conf", "/run/NetworkManager/no-stub-resolv.conf"];

    /// <summary>What programs outside all namespaces use; null where there is no file that can be read.</summary>
    public static ResolverSettings? Read() => Read(FileName);

    /// <summary>The host's settings with servers that can be asked from namespaces too; the stub itself where no others are known.</summary>
    /// <exception cref="NetworkException">DnsServerNotFound.</exception>
    public static ResolverSettings Usable()
    {
        if (Read() is not { Servers.Count: > 0 } own)
        {
            throw new NetworkException(
                NetworkError.DnsServerNotFound, $"{FileName} names no server that namespaces could use.", FileName, "Name servers by their addresses.");
        }
        var reachable = Reachable(own);
        if (reachable.Count == 0 && Upstream() is { } upstream)
            reachable = upstream.Servers;
        return reachable.Count > 0 ? own with { Servers = reachable } : own;
    }

    /// <summary>Whether the host names servers and all of them are for itself alone.</summary>
    internal static bool IsStub => Read() is { Servers.Count: > 0 } own && Reachable(own).Count == 0;

    /// <summary>The servers that a stub asks, and the file that says so; null where none is known.</summary>
    internal static (SnapshotList<string> Servers, string File)? Upstream()
    {
        foreach (var file in BehindStubs)
        {
            if (Read(file) is { } settings && Reachable(settings) is { Count: > 0 } servers)
                return (servers, file);
        }
        return null;
    }

    private static SnapshotList<string> Reachable(ResolverSettings settings) =>
        settings.Servers.Where(ResolverSettings.IsReachableElsewhere).ToSnapshotList();

    private static ResolverSettings? Read(string file)
    {
        try
        {
            return File.Exists(file) ? ResolverSettings.Parse(File.ReadAllText(file)) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
