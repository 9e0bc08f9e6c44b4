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

    private static object? Read(object? from, string property) => from?.GetType().GetProperty(property, Hidden)?.GetValue(from);
}
