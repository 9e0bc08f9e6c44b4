using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Networks.Errors;

/// <summary>Why something is not permitted, as far as this process can see, and the way to permission.</summary>
internal static class PermissionErrors
{
    /// <summary>The way for whoever is not root.</summary>
    private const string UserNamespace = "work in a user namespace of your own: './vethlab -Isolated', or 'unshare --map-root-user --net --mount pwsh'";

    internal static NetworkException Explain(LinuxException failure, object? target)
    {
        var (why, advice) = failure.Errno == Errno.EROFS ? ReadOnly : Reason(Privileges.Read());
        return new NetworkException(NetworkError.NotPermitted, $"Not permitted: {KernelErrors.TextOf(failure, target)}. {why}", target, advice, failure);
    }

    /// <summary>Why a name in /run/netns cannot be made or removed, where the capabilities as such are there.</summary>
    internal static NetworkException? OnNamespaceDirectory(LinuxException failure, string name)
    {
        if (failure.Errno is not (Errno.EPERM or Errno.EACCES or Errno.EROFS) || Privileges.Read() is not { HasSysAdmin: true, HasNetAdmin: true } privileges)
            return null;
        var (why, advice) = privileges.IsInUserNamespace
            ? ($"{NamespaceDirectory.Location} belongs to the machine, not to this user namespace.",
                "Give the user namespace mounts of its own, --mount: 'unshare --map-root-user --net --mount pwsh', or './vethlab -Isolated'.")
            : ($"{NamespaceDirectory.Location} cannot be written or mounted on, as in a container without that right or with a read-only /run.",
                $"Mount something writable there, 'mount -t tmpfs tmpfs {NamespaceDirectory.Location}', or run the container with --privileged.");
        return new NetworkException(NetworkError.NotPermitted, $"Not permitted: {failure.Message}. {why}", name, advice, failure);
    }

    private static (string Why, string Advice) ReadOnly =>
        ("The file system is mounted read-only, as /proc/sys is in most containers.",
            "Set it from outside (docker run --sysctl net.ipv4.ip_forward=1), or 'mount -o remount,rw /proc/sys' as root; or " + UserNamespace + ".");

    private static (string Why, string Advice) Reason(Privileges privileges) => privileges switch
    {
        { Missing.Count: > 0 } => Lacking(privileges),
        { IsInUserNamespace: true } =>
            ("This process has its capabilities in a user namespace only, and what it wants to change belongs to another, as the machine's network does.",
                "Give the user namespace a network and mounts of its own, --net --mount: 'unshare --map-root-user --net --mount pwsh', or './vethlab -Isolated'."),
        _ =>
            ("This process has all capabilities for it, so a security module or a seccomp filter forbids it.",
                "In a container try 'docker run --privileged', or --security-opt seccomp=unconfined; on a machine, 'dmesg' may say what refused."),
    };

    private static (string Why, string Advice) Lacking(Privileges privileges)
    {
        var capabilities = string.Join(' ', privileges.Missing.Select(name => $"--cap-add {name["CAP_".Length..]}"));
        var root = privileges.IsInUserNamespace
            ? "Be root of the user namespace, with all its capabilities"
            : $"Run as root with all its capabilities ('sudo pwsh'; in a container, 'docker run {capabilities}')";
        return (
            $"This process lacks {Join(privileges.Missing)}{(privileges.IsInUserNamespace ? ", even in its user namespace" : string.Empty)}.",
            privileges.Forbidden is null
                ? $"{root}, or {UserNamespace}."
                : $"{root}. A user namespace of your own, as './vethlab -Isolated' makes it, is forbidden here: sysctl {privileges.Forbidden}; "
                    + $"'{privileges.Allow}' as root allows it.");
    }

    private static string Join(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
}
