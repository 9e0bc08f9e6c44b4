using System.Globalization;

namespace VethLab.Networks.Errors;

/// <summary>What the calling thread may do, and whether it could get a user namespace, as proc(5) and user_namespaces(7) show it.</summary>
internal sealed record Privileges
{
    /// <summary>What VethLab needs (capabilities(7)): to change networks, to make and enter namespaces, to ping and to capture.</summary>
    private static readonly (int Bit, string Name)[] Needed = [(12, "CAP_NET_ADMIN"), (21, "CAP_SYS_ADMIN"), (13, "CAP_NET_RAW")];

    /// <summary>Settings that forbid user namespaces to ordinary users, with the value that does.</summary>
    private static readonly (string Key, string Forbidding, string Allowing)[] Forbidders =
    [
        ("user.max_user_namespaces", "0", "15000"),
        ("kernel.unprivileged_userns_clone", "0", "1"),
        ("kernel.apparmor_restrict_unprivileged_userns", "1", "0"),
    ];

    /// <summary>Those of the needed capabilities that it does not have.</summary>
    internal IReadOnlyList<string> Missing { get; private init; } = [];

    /// <summary>Whether it is in a user namespace that is not the machine's own: its capabilities end where that ends.</summary>
    internal bool IsInUserNamespace { get; private init; }

    /// <summary>A sysctl that forbids user namespaces, as "key is value"; null where none does.</summary>
    internal string? Forbidden { get; private init; }

    /// <summary>What would allow them, as a command line; null where nothing forbids them.</summary>
    internal string? Allow { get; private init; }

    internal bool HasNetAdmin => !Missing.Contains("CAP_NET_ADMIN");

    internal bool HasSysAdmin => !Missing.Contains("CAP_SYS_ADMIN");

    internal static Privileges Read()
    {
        var effective = ReadEffective();
        var forbidder = Array.Find(Forbidders, setting => ReadFile($"/proc/sys/{setting.Key.Replace('.', '/')}") == setting.Forbidding);
        return new Privileges
        {
            Missing = Needed.Where(needed => (effective >> needed.Bit & 1) == 0).Select(needed => needed.Name).ToList(),
            IsInUserNamespace = !ReadFile("/proc/thread-self/uid_map").EndsWith(" 4294967295", StringComparison.Ordinal),
            Forbidden = forbidder.Key is null ? null : $"{forbidder.Key} is {forbidder.Forbidding}",
            Allow = forbidder.Key is null ? null : $"sysctl -w {forbidder.Key}={forbidder.Allowing}",
        };
    }

    private static ulong ReadEffective()
    {
        const string label = "CapEff:";
        var line = ReadFile("/proc/thread-self/status").Split('\n').FirstOrDefault(line => line.StartsWith(label, StringComparison.Ordinal));
        return ulong.TryParse(line?[label.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits) ? bits : 0;
    }

    /// <summary>A file's text without white space around it; empty where it is not there, as sysctls of other distributions' kernels.</summary>
    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
