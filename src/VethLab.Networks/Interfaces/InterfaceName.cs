using System.Text;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Interfaces;

/// <summary>
/// What an interface may be called (dev_valid_name in net/core/dev.c): 1 to 15 bytes without '/', ':' or white space, not "." or "..", nor "all" or
/// "default", under which the settings of all interfaces are (sysctl_dev_name_is_allowed).
/// </summary>
public static class InterfaceName
{
    /// <summary>IFNAMSIZ less the final NUL.</summary>
    public const int MaximumBytes = 15;

    /// <exception cref="NetworkException">InvalidName.</exception>
    public static void Check(string? name)
    {
        if (Reason(name) is { } reason)
        {
            throw new NetworkException(
                NetworkError.InvalidName,
                $"'{name}' cannot name an interface: {reason}.",
                name,
                $"Choose a name of 1 to {MaximumBytes} bytes without white space, '/' or ':'.");
        }
    }

    private static string? Reason(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return "it is empty";
        if (name is "." or "..")
            return "it stands for a directory";
        if (name is "all" or "default")
            return "the kernel keeps the settings of all interfaces under that name";
        if (Encoding.UTF8.GetByteCount(name) is > MaximumBytes and var bytes)
            return $"it has {bytes} bytes, {MaximumBytes} are possible";
        foreach (var c in name)
        {
            if (c is '/' or ':' or '\0' || char.IsWhiteSpace(c))
                return c is '/' or ':' ? $"it contains '{c}'" : "it contains white space";
        }
        // The kernel would take it for a pattern and put a number in its place.
        return name.Contains('%', StringComparison.Ordinal) ? "it contains '%'" : null;
    }
}
