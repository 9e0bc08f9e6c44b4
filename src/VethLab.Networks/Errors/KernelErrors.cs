using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;

namespace VethLab.Networks.Errors;

/// <summary>Turns the kernel's refusals into errors that teach; callers name those that mean something special where they are.</summary>
public static class KernelErrors
{
    /// <summary>The general meaning of a failure, with the kernel's own words.</summary>
    public static NetworkException Explain(LinuxException failure, object? target) => failure.Errno switch
    {
        Errno.EPERM or Errno.EACCES or Errno.EROFS => PermissionErrors.Explain(failure, target),
        Errno.EBUSY => new NetworkException(
            NetworkError.Busy, TextOf(failure, target), target, "Something else uses it, and the kernel does not say what; end that first.", failure),
        Errno.EMFILE or Errno.ENFILE => new NetworkException(
            NetworkError.Busy, $"No further file can be opened: {TextOf(failure, target)}", target,
            "Raise the limit of open files ('ulimit -n 65536' before the shell starts), or work on fewer namespaces at once.", failure),
        Errno.EAGAIN or Errno.ERESTART => new NetworkException(
            NetworkError.ChangedMeanwhile, TextOf(failure, target), target, "Somebody else is changing the same things; try again.", failure),
        Errno.EPROTONOSUPPORT or Errno.EAFNOSUPPORT => new NetworkException(
            NetworkError.FeatureMissing, TextOf(failure, target), target, "The running kernel was built without it, or its module is not loaded.", failure),
        _ => new NetworkException(NetworkError.KernelRefused, TextOf(failure, target), target, AdviceFor(failure), failure),
    };

    /// <summary>What failed and why; it begins with what it was about, where the attempt itself names only numbers: "change link 7".</summary>
    internal static string TextOf(LinuxException failure, object? target) =>
        target?.ToString() is { Length: > 0 } name && !failure.Message.Contains(name, StringComparison.Ordinal) ? $"'{name}': {failure.Message}" : failure.Message;

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
        catch (InvalidDataException unreadable)
        {
            throw new NetworkException(
                NetworkError.KernelRefused, $"The kernel's answer cannot be read: {unreadable.Message}", target,
                "That is VethLab's fault, or that of a kernel it does not know; please report it with the text and 'uname -r'.", unreadable);
        }
    }

    internal static void Explained(object? target, Action work, Func<LinuxException, NetworkException?>? special = null) =>
        Explained(target, () => { work(); return true; }, special);
}
