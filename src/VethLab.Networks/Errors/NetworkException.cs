namespace VethLab.Networks.Errors;

/// <summary>Something that a user asked for cannot be done: why, on what, and what to do about it.</summary>
public sealed class NetworkException : Exception
{
    public NetworkException(NetworkError error, string message, object? target, string? advice = null, Exception? inner = null)
        : base(message, inner)
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

    /// <summary>The same failure with what was undone because of it, and what could not be.</summary>
    internal NetworkException With(UndoReport report) => report.IsEmpty
        ? this
        : new NetworkException(Error, $"{Message} {report}", Target, Advice, InnerException ?? this);
}
