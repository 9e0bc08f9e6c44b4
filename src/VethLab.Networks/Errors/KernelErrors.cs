using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;

namespace VethLab.Networks.Errors;

/// <summary>Turns the kernel's refusals into errors that teach; callers name those that mean something special where they are.</summary>
public static class KernelErrors
{
    internal const string PermissionAdvice =
        "Networks are made by root, or by a process with CAP_NET_ADMIN and CAP_SYS_ADMIN. Without either, work in a user namespace of "
        + "your own: './vethlab -Isolated', or 'unshare --map-root-user --net --mount pwsh'.";

    /// <summary>The general meaning of a failure, with the kernel's own words.</summary>
    public static NetworkException Explain(LinuxException failure, object? target) => failure.Errno switch
    {
        Errno.EPERM or Errno.EACCES => NotPermitted(failure, target),
        Errno.EBUSY => new NetworkException(NetworkError.Busy, failure.Message, target, "Find out who uses it, then try again.", failure),
        Errno.EAGAIN => new NetworkException(
            NetworkError.ChangedMeanwhile, failure.Message, target, "Somebody else is changing the same things; try again.", failure),
        Errno.EPROTONOSUPPORT or Errno.EAFNOSUPPORT => new NetworkException(
            NetworkError.FeatureMissing, failure.Message, target, "The running kernel was built without it.", failure),
        _ => new NetworkException(NetworkError.KernelRefused, failure.Message, target, AdviceFor(failure), failure),
    };

    private static NetworkException NotPermitted(LinuxException failure, object? target) =>
        new(NetworkError.NotPermitted, $"Not permitted: {failure.Message}", target, PermissionAdvice, failure);

    private static string AdviceFor(LinuxException failure) => failure is NetlinkException { KernelMessage: not null }
        ? "The text is the kernel's own; it names what it objects to."
        : "The kernel gave no reason; 'dmesg' may hold one.";

    /// <summary>Runs a step and explains its failure in general terms, unless <paramref name="special"/> knows better.</summary>
    internal static T Explained<T>(object? target, Func<T> work, Func<LinuxException, NetworkException?>? special = null)
    {
        try
        {
            return work();
        }
        catch (LinuxException failure)
        {
            throw special?.Invoke(failure) ?? Explain(failure, target);
        }
    }

    internal static void Explained(object? target, Action work, Func<LinuxException, NetworkException?>? special = null) =>
        Explained(target, () => { work(); return true; }, special);
}
