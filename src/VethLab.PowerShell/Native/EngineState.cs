using System.Management.Automation;
using System.Reflection;

namespace VethLab.PowerShell.Native;

/// <summary>
/// What a cmdlet has no public way to ask the engine about its own pipes. The engine's properties are read by name; where one is not found, the
/// answer is no.
/// </summary>
internal static class EngineState
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly (string Name, int Number)[] MessageStreams = [("Warning", 3), ("Verbose", 4), ("Debug", 5), ("Information", 6)];

    /// <summary>
    /// Whether a cmdlet's output goes straight to a terminal: PowerShell lets native commands have the terminal when nothing but Out-Default is
    /// downstream of them.
    /// </summary>
    internal static bool IsTerminalOutputOf(PSCmdlet cmdlet)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected || cmdlet.MyInvocation.PipelinePosition != cmdlet.MyInvocation.PipelineLength)
            return false;
        var downstream = Read(Read(cmdlet.CommandRuntime, "OutputPipe"), "DownstreamCmdlet");
        return Read(downstream, "Command")?.GetType().Name == "OutDefaultCommand";
    }

    /// <summary>Whether a cmdlet was called with 2>&amp;1.</summary>
    internal static bool ErrorsJoinOutputOf(PSCmdlet cmdlet) => Read(cmdlet.CommandRuntime, "ErrorMergeTo")?.ToString() == "Output";

    /// <summary>The redirections of warnings and other messages into the output that a cmdlet was called with: 3>&amp;1 to 6>&amp;1.</summary>
    internal static IEnumerable<string> MessagesJoiningOutputOf(PSCmdlet cmdlet) =>
        from stream in MessageStreams
        let pipe = Read(cmdlet.CommandRuntime, $"{stream.Name}OutputPipe")
        where pipe is not null && ReferenceEquals(pipe, Read(cmdlet.CommandRuntime, "OutputPipe"))
        select $"{stream.Number}>&1";

    private static object? Read(object? from, string property) => from?.GetType().GetProperty(property, Hidden)?.GetValue(from);
}
