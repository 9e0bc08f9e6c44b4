using System.Diagnostics;
using VethLab.Linux.Interop;
using VethLab.Linux.Processes;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Commands;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.Plans;

/// <summary>
/// The steps that start a lab's commands, when all else is there. One that is to stay and ends at once with an error is a failure like any other: a
/// short look after the last start tells.
/// </summary>
/// <param name="plan">What the steps are added to.</param>
/// <param name="lab">The lab's name.</param>
/// <param name="cancellation">Ends the wait for a command.</param>
internal sealed class LabCommandSteps(LabPlan plan, string lab, CancellationToken cancellation)
{
    private const string Shell = "/bin/sh";
    private const int ShownLines = 5;

    /// <summary>How long what was started is looked at.</summary>
    internal static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly List<(PlacedCommand Command, DetachedProcess Process, ProgramOutput? Output)> started = [];

    private void Add(LabPlace place, PlacedCommand placed)
    {
        var command = placed.Command;
        plan.Add(
            place, command.Wait ? "Run command" : "Start command", command.ToString(), CommandLine(place, placed),
            () =>
            {
                try
                {
                    Start(place, placed);
                }
                catch
                {
                    End(place, placed);
                    throw;
                }
            },
            () => End(place, placed));
    }

    /// <summary>All of them, in their order, and then a look whether those stay that shall.</summary>
    internal void Add(IReadOnlyList<PlacedCommand> all, Func<PlacedCommand, LabPlace> placeOf)
    {
        foreach (var placed in all)
            Add(placeOf(placed), placed);
        var stay = all.Where(placed => !placed.Command.Wait).Select(placeOf).Distinct().ToList();
        if (stay.Count > 0)
            AddLook(stay[^1], stay);
    }

    /// <summary>Ends what runs of a command that is not asked for any more. To take that back it is started again.</summary>
    internal void AddEnd(LabPlace place, PlacedCommand placed)
    {
        var running = CommandProcesses.Find(lab, new HashSet<ulong> { place.Session.Handle.Inode }).Where(process => process.Number == placed.Number).Select(process => process.Id).ToList();
        if (running.Count > 0)
            plan.Add(place, "End command", placed.Command.ToString(), $"kill {string.Join(' ', running)}", () => End(place, placed), () => Start(place, placed));
    }

    /// <summary>Looks whether they stay, once for all.</summary>
    private void AddLook(LabPlace place, IReadOnlyList<LabPlace> where) => plan.Add(
        place, "See that commands run", lab, string.Join(" && ", where.Select(one => $"ip netns pids {ShellPrefix.Quote(one.Name!)}").Prepend("sleep 0.2")),
        () =>
        {
            var clock = Stopwatch.StartNew();
            foreach (var (command, process, output) in started)
            {
                _ = process.WaitForExit(Look - clock.Elapsed is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellation);
                if (process.ExitCode is { } code and not 0)
                    throw Failed(command, $"ended at once with exit code {code}", output);
            }
        });

    private void Start(LabPlace place, PlacedCommand placed)
    {
        var command = placed.Command;
        var output = KernelErrors.Explained(
            command.Log, () => command.Log is { } log ? ProgramOutput.ToFile(log) : command.Wait ? ProgramOutput.ToMemory() : null,
            failure => failure.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.EISDIR or Errno.ENOSPC
                ? new NetworkException(NetworkError.InvalidValue, $"The log cannot be written: {failure.Message}", command.Log, "Its folder must be there.", failure)
                : null);
        if (output is not null)
            plan.Keep(output);
        var process = DetachedProcess.Start(
            new ProgramStart(Shell, ["-c", command.Run])
            {
                Environment = [.. command.Environment.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)), .. CommandMark.Variables(lab, placed.Number)],
                Mark = CommandMark.Mount(lab, placed.Number),
                Output = output,
            },
            place.Session.Handle, place.Name);
        plan.Keep(process);
        if (!command.Wait)
        {
            started.Add((placed, process, output));
            return;
        }
        _ = process.WaitForExit(Timeout.InfiniteTimeSpan, cancellation);
        if (process.ExitCode is { } code and not 0)
            throw Failed(placed, $"failed with exit code {code}", output);
    }

    private NetworkException Failed(PlacedCommand placed, string how, ProgramOutput? output)
    {
        var lines = output?.LastLines(ShownLines) ?? [];
        return new NetworkException(
            NetworkError.CommandFailed,
            $"The command '{placed.Command}' in namespace {placed.Namespace ?? lab} {how}{(lines.Count > 0 ? $": {string.Join(" / ", lines)}" : string.Empty)}.",
            placed.Command.ToString(),
            output is null ? "Its output is not kept; give it a 'log' to see what it says. 127 means that sh did not find the program." : "What it wrote last is shown. 127 means that sh did not find the program.");
    }

    private void End(LabPlace place, PlacedCommand placed) => CommandProcesses.End(lab, new HashSet<ulong> { place.Session.Handle.Inode }, placed.Number);

    private string CommandLine(LabPlace place, PlacedCommand placed)
    {
        var command = placed.Command;
        var variables = CommandMark.Variables(lab, placed.Number).Select(variable => (variable.Key, variable.Value))
            .Concat(command.Environment.Select(variable => (Key: variable.Name, variable.Value)));
        var log = command.Log is { } path ? $" >> {ShellPrefix.Quote(path)} 2>&1" : command.Wait ? string.Empty : " > /dev/null 2>&1";
        return $"{string.Concat(variables.Select(variable => $"{variable.Key}={ShellPrefix.Quote(variable.Value)} "))}{(command.Wait ? string.Empty : "setsid ")}"
            + $"{place.Run($"sh -c {ShellPrefix.Quote(command.Run)}")} < /dev/null{log}{(command.Wait ? string.Empty : " &")}";
    }
}
