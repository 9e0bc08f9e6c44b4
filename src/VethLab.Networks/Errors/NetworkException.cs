using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;

namespace VethLab.Networks.Errors;

/// <summary>
/// Something that a user asked for cannot be done: why, on what, and what to do about it. Where the kernel gave a reason in words, the message
/// has them, whoever wrote the rest of it.
/// </summary>
public class NetworkException : Exception
{
    public NetworkException(NetworkError error, string message, object? target, string? advice = null, Exception? inner = null)
        : base(WithKernelText(message, inner), inner)
    {
        Error = error;
        Target = target;
        Advice = advice;
    }

    /// <summary>The stable name of what is wrong.</summary>
    public NetworkError Error { get; }

    /// <summary>The object or name that it is wrong with.</summary>
    public object? Target { get; }

    /// <summary>What the user can do; null where nothing general can be said.</summary>
    public string? Advice { get; }

    /// <summary>The kernel's error number; null where the kernel was not what refused.</summary>
    public Errno? Errno => (InnerException as LinuxException)?.Errno;

    /// <summary>The kernel's own explanation (extended acknowledgement); null where it gave none.</summary>
    public string? KernelMessage => (InnerException as NetlinkException)?.KernelMessage;

    /// <summary>The same failure with what was undone because of it, and what could not be.</summary>
    internal NetworkException With(UndoReport report) => report.IsEmpty
        ? this
        : new NetworkException(Error, $"{Message} {report}", Target, Advice, InnerException ?? this);

    private static string WithKernelText(string message, Exception? inner) =>
        inner is NetlinkException { KernelMessage: { Length: > 0 } text } && !message.Contains(text, StringComparison.Ordinal)
            ? $"{message} The kernel says: {text}."
            : message;

    /// <summary>The same failure with others that came after it.</summary>
    internal NetworkException And(IEnumerable<NetworkException> others)
    {
        var more = string.Concat(others.Select(other => $" Also: {other.Message}"));
        return more.Length == 0 ? this : new NetworkException(Error, Message + more, Target, Advice, InnerException ?? this);
    }
}
