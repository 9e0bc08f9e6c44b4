using VethLab.Networks.Errors;

namespace VethLab.Networks.Labs;

/// <summary>
/// What a lab may be called. The name becomes a namespace's, part of an nf_tables table's and of an alias, and is typed into shells: so 1 to 64
/// ASCII letters, digits, '-', '_' and '.', beginning with a letter or digit.
/// </summary>
public static class LabName
{
    private const int MaximumLength = 64;

    /// <summary>What stands for the namespace where a lab is made, in descriptions.</summary>
    public const string Here = "here";

    /// <exception cref="NetworkException">InvalidName.</exception>
    public static void Check(string? name)
    {
        if (Reason(name) is { } reason)
        {
            throw new NetworkException(
                NetworkError.InvalidName, $"'{name}' cannot name a lab: {reason}.", name,
                $"Choose 1 to {MaximumLength} letters, digits, '-', '_' or '.', beginning with a letter or digit.");
        }
    }

    private static string? Reason(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return "it is empty";
        if (name.Length > MaximumLength)
            return $"it has {name.Length} characters, {MaximumLength} are possible";
        if (name == Here)
            return "it stands for the namespace where a lab is made";
        if (!char.IsAsciiLetterOrDigit(name[0]))
            return $"it begins with '{name[0]}'";
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
                return $"it contains '{c}'";
        }
        return null;
    }
}
