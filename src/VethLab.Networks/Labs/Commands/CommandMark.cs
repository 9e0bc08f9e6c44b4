using System.Globalization;
using System.Text;

namespace VethLab.Networks.Labs.Commands;

/// <summary>
/// What every process of a lab's command carries, and whatever it starts: variables of its environment, and the name of the /sys in its mount namespace
/// (proc(5), /proc/PID/environ and mountinfo). Either tells; daemons overwrite their environment to show what they do, and some containers
/// allow no fresh /sys.
/// </summary>
internal static class CommandMark
{
    /// <summary>vethlab:LAB.</summary>
    internal const string Variable = "VETHLAB";

    /// <summary>The command's number within the lab.</summary>
    internal const string NumberVariable = "VETHLAB_COMMAND";

    /// <summary>The variables for a command.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> Variables(string lab, int number) =>
        [new(Variable, LabMark.Of(lab).Alias), new(NumberVariable, number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The name for its /sys. No lab's name has a slash or a space.</summary>
    internal static string Mount(string lab, int number) => $"{LabMark.Of(lab).Alias}/{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The number of the lab's command that a process belongs to; null: to none.</summary>
    internal static int? NumberOf(int process, string lab) => NumberOfMounts(process, LabMark.Of(lab).Alias) ?? NumberOfEnvironment(process, LabMark.Of(lab).Alias);

    /// <summary>A line of mountinfo ends with " - TYPE SOURCE OPTIONS".</summary>
    private static int? NumberOfMounts(int process, string alias)
    {
        foreach (var line in Read(process, "mountinfo").Split('\n'))
        {
            var at = line.LastIndexOf($" - sysfs {alias}/", StringComparison.Ordinal);
            if (at >= 0 && line[(at + $" - sysfs {alias}/".Length)..].Split(' ') is [var number, ..] && Parse(number) is { } known)
                return known;
        }
        return null;
    }

    private static int? NumberOfEnvironment(int process, string alias)
    {
        var variables = Read(process, "environ").Split('\0');
        return !variables.Contains($"{Variable}={alias}") ? null
            : Parse(variables.FirstOrDefault(one => one.StartsWith($"{NumberVariable}=", StringComparison.Ordinal))?[(NumberVariable.Length + 1)..]) ?? 0;
    }

    private static int? Parse(string? number) => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : null;

    /// <summary>Empty where it has ended, or is not ours to look at.</summary>
    private static string Read(int process, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/{file}"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
