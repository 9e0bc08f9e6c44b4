using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace VethLab.Host.Hosting;

/// <summary>What PowerShell's engine sees of the program it runs in: $Host.</summary>
internal sealed class EngineHost : PSHost
{
    private readonly ConsoleUserInterface _userInterface;

    internal EngineHost(ConsoleUserInterface userInterface)
    {
        _userInterface = userInterface;
        PrivateData = new PSObject(new ErrorColours());
    }

    /// <summary>The argument of `exit`, once a script or the user has said it.</summary>
    internal int? ExitCode { get; private set; }

    /// <summary>Runs a prompt inside a running pipeline (Suspend at a confirmation); set where there is a prompt.</summary>
    internal Action? NestedPrompt { get; set; }

    /// <summary>True when the nested prompt was told to end.</summary>
    internal bool LeaveNestedPrompt { get; set; }

    public override string Name => "VethLab";

    public override Version Version { get; } = typeof(EngineHost).Assembly.GetName().Version ?? new Version(0, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => _userInterface;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override PSObject PrivateData { get; }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt()
    {
        if (NestedPrompt is null)
            throw new PSNotSupportedException("A nested prompt needs an interactive session.");
        NestedPrompt();
    }

    public override void ExitNestedPrompt() => LeaveNestedPrompt = true;

    /// <summary>Forgets an `exit` that ended a nested prompt only.</summary>
    /// <returns>True when there was one.</returns>
    internal bool TakeExit()
    {
        var exit = ExitCode is not null;
        ExitCode = null;
        return exit;
    }

    // A child gets the terminal as .NET restores it around every child, so there is nothing to save here.
    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    /// <summary>The members that the engine's error view looks for where $PSStyle is not in force.</summary>
    private sealed class ErrorColours
    {
        public ConsoleColor ErrorForegroundColor { get; set; } = ConsoleColor.Red;

        public ConsoleColor ErrorAccentColor { get; set; } = ConsoleColor.Cyan;

        public ConsoleColor FormatAccentColor { get; set; } = ConsoleColor.Green;
    }
}
