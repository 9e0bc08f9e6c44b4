using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Packets;
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
            // Also where the user was faster than the start.
            using var killing = stopping.UnsafeRegister(static command => ((NativeCommand)command!).Kill(), this);
            try
            {
                foreach (var file in unbound)
                    onWarning($"{file}. {start.FileName} runs without it.");
                if (start.RedirectStandardOutput)
                    PassOn(process.StandardOutput, onLine, stopping);
                process.WaitForExit();
                return stopping.IsCancellationRequested ? throw new PipelineStoppedException() : process.ExitCode;
            }
            finally
            {
                Kill();
            }
        }
    }

    private static void PassOn(StreamReader reader, Action<string> onLine, CancellationToken stopping)
    {
        using var stop = new StopSignal(stopping);
        // Who has read from it is the one to close it: the process leaves it open.
        using var output = new StreamReader(new ProgramOutputStream(reader.BaseStream, stop), reader.CurrentEncoding);
        while (output.ReadLine() is { } line && !stop.IsSet)
            onLine(line);
    }

    /// <summary>Ends the program, and what it started, if it still runs.</summary>
    private void Kill()
    {
        try
        {
            if (process is not null)
                ProgramTree.Kill(process);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself just now.
        }
    }
}
