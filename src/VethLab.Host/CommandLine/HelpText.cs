namespace VethLab.Host.CommandLine;

/// <summary>The text of --help.</summary>
internal static class HelpText
{
    internal const string Usage = """
        VethLab: virtual networks as PowerShell objects.

        ./vethlab [-Isolated] script.ps1 [arguments]    run a script
        ./vethlab [-Isolated] -Command 'text'           run a command
        ./vethlab [-Isolated]                           a prompt; a script, if one is piped in

        -Isolated            in a network and mount namespace of its own, so that nothing reaches the machine's
                             network; as an unprivileged user in a user namespace as well. Must come first.
        -File script [args]  the same as naming the script
        -Command -           run what comes from standard input
        -NonInteractive      questions are errors
        -NoExit              a prompt afterwards
        -WorkingDirectory d  start there
        -Version, -Help

        Exit code: the argument of `exit`; else 0, or 1 after an uncaught error or a failed -Command; 64 for a wrong
        command line; 128 + n after signal n (Ctrl+C: 130).
        """;
}
