using VethLab.Linux.Sysctls;

namespace VethLab.Networks.Baselines;

/// <summary>
/// The settings below /proc/sys/net. Which there may be is read once, from the directory as it is here; a namespace is then asked for each,
/// and for those of its own interfaces.
/// </summary>
internal sealed class SysctlFacts
{
    private const string Root = "/proc/sys/net";

    /// <summary>What the kernel changes by itself, and what is no value.</summary>
    private static readonly HashSet<string> Volatile = new(StringComparer.Ordinal)
    {
        // How many connections there are.
        "netfilter/nf_conntrack_count",
        // Made up by the kernel on first use.
        "core/netdev_rss_key", "ipv4/tcp_fastopen_key",
        // Grow when a module is loaded.
        "ipv4/tcp_available_congestion_control", "ipv4/tcp_allowed_congestion_control", "ipv4/tcp_available_ulp", "mptcp/available_schedulers",
        "mptcp/available_path_managers",
        // To write to; reading says nothing.
        "ipv4/route/flush", "ipv6/route/flush",
    };

    private readonly List<string> common = [];
    private readonly List<(string Before, string After)> perInterface = [];

    internal SysctlFacts()
    {
        var everything = new EnumerationOptions { RecurseSubdirectories = true };
        foreach (var path in Directory.EnumerateFiles(Root, "*", everything))
        {
            var key = path[(Root.Length + 1)..];
            var words = key.Split('/');
            if (words.Length == 4 && words[1] is "conf" or "neigh")
            {
                // What lo has, every interface has; neigh/default is in the first namespace alone. default and all are settings of their own.
                if (words[2] == "lo")
                    perInterface.Add(($"{words[0]}/{words[1]}/", $"/{words[3]}"));
                if (words[2] is "default" or "all")
                    common.Add(key);
            }
            else if (!Volatile.Contains(key))
            {
                common.Add(key);
            }
        }
    }

    /// <summary>Those that can be read, by key, in order.</summary>
    internal IEnumerable<(string Key, string Value)> Read(SysctlClient sysctls, IEnumerable<string> interfaces)
    {
        using var keys = new SysctlKeys([.. common, .. interfaces.SelectMany(name => perInterface.Select(part => $"{part.Before}{name}{part.After}"))]);
        var values = sysctls.ReadAll(keys);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value)
                yield return (keys[i], value.Replace('\t', ' '));
        }
    }
}
