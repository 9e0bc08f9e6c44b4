using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using VethLab.Host.Engine;

namespace VethLab.Host.Hosting;

/// <summary>Runs pipelines on the calling thread, shows their output and errors, and lets a signal stop them.</summary>
internal sealed class PipelineExecutor
{
    private readonly Runspace _runspace;
    private readonly InterruptSignal _interrupt;
    private readonly Stack<Pipeline> _running = new();

    internal PipelineExecutor(Runspace runspace, InterruptSignal interrupt)
    {
        _runspace = runspace;
        _interrupt = interrupt;
        interrupt.Stop = StopCurrent;
    }

    /// <summary>Makes a pipeline, nested when another one is running on this thread.</summary>
    internal Pipeline Create(string? script = null, bool addToHistory = false)
    {
        if (_running.Count > 0)
            return script is null ? _runspace.CreateNestedPipeline() : _runspace.CreateNestedPipeline(script, addToHistory);
        return script is null ? _runspace.CreatePipeline() : _runspace.CreatePipeline(script, addToHistory);
    }

    /// <summary>Runs a pipeline and shows what it writes.</summary>
    /// <param name="pipeline">From <see cref="Create"/>; disposed here.</param>
    /// <param name="input">Objects for $input, or null.</param>
    /// <returns>The terminating error, or null. A stop by a signal is a <see cref="PipelineStoppedException"/>.</returns>
    internal Exception? Show(Pipeline pipeline, IEnumerable<object>? input = null)
    {
        if (pipeline.Commands.Count == 1)
            pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        var outDefault = new Command("Out-Default", isScript: false, useLocalScope: true);
        outDefault.MergeUnclaimedPreviousCommandResults = PipelineResultTypes.Error | PipelineResultTypes.Output;
        pipeline.Commands.Add(outDefault);
        return Run(pipeline, input, out _);
    }

    /// <summary>Runs a script and returns what it writes; null when it fails.</summary>
    internal Collection<PSObject>? Evaluate(string script) =>
        Run(Create(script), null, out var results) is null ? results : null;

    /// <summary>Shows an error that ended a pipeline, as the engine shows any error.</summary>
    internal void Report(Exception exception)
    {
        var record = (exception as IContainsErrorRecord)?.ErrorRecord
            ?? new ErrorRecord(exception, "VethLabHost", ErrorCategory.NotSpecified, null);
        var pipeline = Create();
        pipeline.Commands.Add("Out-Default");
        if (Run(pipeline, [ErrorMark.Put(record)], out _) is not null)
            Console.Error.WriteLine(exception.Message);
    }

    private Exception? Run(Pipeline pipeline, IEnumerable<object>? input, out Collection<PSObject>? results)
    {
        results = null;
        lock (_running)
            _running.Push(pipeline);
        try
        {
            results = input is null ? pipeline.Invoke() : pipeline.Invoke(input);
            return null;
        }
        catch (Exception failure) when (failure is RuntimeException or InvalidPipelineStateException or FlowControlException)
        {
            return failure;
        }
        finally
        {
            lock (_running)
                _running.Pop();
            pipeline.Dispose();
        }
    }

    private bool StopCurrent()
    {
        lock (_running)
        {
            if (_running.Count == 0)
                return false;
            _running.Peek().StopAsync();
            return true;
        }
    }
}
