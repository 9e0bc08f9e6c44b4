using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Errors;

namespace VethLab.PowerShell.Native;

/// <summary>A native command to be run inside a namespace, with the terminal where it has one to talk to, else with its output as lines.</summary>
internal sealed class NativeCommand
{
    private readonly ProcessStartInfo start;
    private Process? process;

    private NativeCommand(ProcessStartInfo start) => this.start = start;

    /// <summary>Finds the program as PowerShell would.</summary>
    /// <exception cref="NetworkException">CommandNotFound.</exception>
    internal static NativeCommand Resolve(PSCmdlet cmdlet, string filePath, object?[] arguments)
    {
        if (cmdlet.InvokeCommand.GetCommand(filePath, CommandTypes.Application) is not ApplicationInfo application)
        {
            throw new NetworkException(
                NetworkError.CommandNotFound, $"There is no program '{filePath}'.", filePath, "Give its path, or install it.");
        }
        var interactive = EngineState.IsTerminalOutputOf(cmdlet);
        var start = new ProcessStartInfo(application.Path)
        {
            UseShellExecute = false,
            RedirectStandardOutput = !interactive,
            WorkingDirectory = cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(Convert.ToString(argument is PSObject wrapped ? wrapped.BaseObject : argument, CultureInfo.InvariantCulture) ?? string.Empty);
        return new NativeCommand(start);
    }

    /// <summary>Runs it to its end and returns its exit code; 128 and the signal's number where a signal ended it.</summary>
    /// <exception cref="NetworkException">CommandNotFound: the file cannot be executed.</exception>
    internal int Run(NamespaceHandle space, string? name, Action<string> onLine, Action<string> onWarning, CancellationToken stopping)
    {
        var unbound = new List<string>();
        try
        {
            process = NamespaceProcess.Start(start, space, name, unbound);
        }
        catch (Win32Exception failure)
        {
            throw new NetworkException(
                NetworkError.CommandNotFound, $"'{start.FileName}' cannot be started: {failure.Message}", start.FileName, "It must be an executable file.", failure);
        }
        using (process)
        {
            try
            {
                foreach (var file in unbound)
                    onWarning($"{file}. {start.FileName} runs without it.");
                if (start.RedirectStandardOutput)
                {
                    // Who has read from it is the one to close it: the process leaves it open.
                    using var output = process.StandardOutput;
                    while (output.ReadLine() is { } line)
                    {
                        stopping.ThrowIfCancellationRequested();
                        onLine(line);
                    }
                }
                process.WaitForExit();
                return process.ExitCode;
            }
            catch (OperationCanceledException)
            {
                throw new PipelineStoppedException();
            }
            finally
            {
                Kill();
            }
        }
    }

    /// <summary>Ends the program if it still runs.</summary>
    internal void Kill()
    {
        try
        {
            if (process is { HasExited: false })
                process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself just now.
        }
    }
}
