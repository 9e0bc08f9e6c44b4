namespace VethLab.Host.CommandLine;

/// <summary>What this run does.</summary>
internal enum RunMode
{
    /// <summary>A prompt, or the script that is piped in.</summary>
    Prompt,
    Script,
    Command,

    /// <summary>The whole standard input is one script.</summary>
    StandardInput,
    Help,
    Version,
    WrongUsage,
}
