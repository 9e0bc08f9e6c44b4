using System.Management.Automation.Runspaces;

namespace VethLab.Host.CommandLine;

/// <summary>What the command line asks for.</summary>
internal sealed record HostOptions
{
    internal required RunMode Mode { get; init; }

    /// <summary>The script's path, the command's text, or the complaint about a wrong command line.</summary>
    internal string Text { get; init; } = "";

    /// <summary>Arguments of the script, bound by its own param block.</summary>
    internal IReadOnlyList<CommandParameter> Arguments { get; init; } = [];

    internal bool NonInteractive { get; init; }

    /// <summary>A prompt follows the script or the command.</summary>
    internal bool NoExit { get; init; }

    internal string? WorkingDirectory { get; init; }
}
