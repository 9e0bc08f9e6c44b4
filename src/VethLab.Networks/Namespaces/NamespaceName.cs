using VethLab.Linux.Namespaces;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Namespaces;

/// <summary>What a namespace may be called: one path component of at most 255 bytes, not "." or "..".</summary>
public static class NamespaceName
{
    /// <exception cref="NetworkException">InvalidName.</exception>
    public static void Check(string? name)
    {
        var reason = Reason(name);
        if (reason is not null)
        {
            throw new NetworkException(
                NetworkError.InvalidName,
                $"'{name}' cannot name a namespace: {reason}.",
                name,
                $"Choose a name without '/', at most 255 bytes long; it becomes a file in {NamespaceDirectory.Location}.");
        }
    }

    private static string? Reason(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return "it is empty";
        if (name is "." or "..")
            return "it stands for a directory";
        if (name.Contains('/', StringComparison.Ordinal))
            return "it contains '/'";
        if (name.Contains('\0', StringComparison.Ordinal))
            return "it contains a NUL";
        var bytes = System.Text.Encoding.UTF8.GetByteCount(name);
        return bytes > 255 ? $"it has {bytes} bytes, 255 are possible" : null;
    }
}
