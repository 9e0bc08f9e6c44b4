using VethLab.Networks.Errors;

namespace VethLab.Networks.Labs.Description;

/// <summary>One thing that is wrong with a description, and where.</summary>
public sealed record LabProblem(NetworkError Error, string Path, string Reason, string Advice)
{
    /// <summary>The file; null where the description came from elsewhere.</summary>
    public string? File { get; init; }

    /// <summary>From 1; 0: not known.</summary>
    public int Line { get; init; }

    /// <summary>From 1; 0: not known.</summary>
    public int Column { get; init; }

    /// <summary>"lab.psd1:12:9: namespaces.ns01.addresses[0]: …", as compilers write it.</summary>
    public override string ToString()
    {
        var file = File is null ? string.Empty : Line == 0 ? $"{File}: " : $"{File}:{Line}:{Column}: ";
        return $"{file}{(Path.Length == 0 ? string.Empty : $"{Path}: ")}{Reason}";
    }

    /// <summary>The same as an exception, whose target is this.</summary>
    public NetworkException ToException() => new(Error, ToString(), this, Advice);
}
