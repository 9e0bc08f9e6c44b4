using System.Management.Automation;
using System.Management.Automation.Runspaces;
using VethLab.Host.Hosting;

namespace VethLab.Host.LineEditing;

/// <summary>The prompt: reads an input, runs it, shows what it writes, until `exit` or Ctrl+D.</summary>
internal sealed class InteractiveSession
{
    /// <summary>At a prompt, a pipeline that does not stop is left alone until the third Ctrl+C.</summary>
    private const int Patience = 2;

    private readonly PipelineExecutor _executor;
    private readonly EngineHost _host;
    private readonly Terminal _terminal;
    private readonly InterruptSignal _interrupt;
    private readonly LineHistory _history = new();
    private readonly LineEditor _editor;

    internal InteractiveSession(
        Runspace runspace, PipelineExecutor executor, EngineHost host, Terminal terminal, InterruptSignal interrupt)
    {
        _executor = executor;
        _host = host;
        _terminal = terminal;
        _interrupt = interrupt;
        _editor = new LineEditor(terminal, _history, new TabCompletion(runspace));
        interrupt.Patience = Patience;
        interrupt.IgnoredWhenIdle = true;
        host.NestedPrompt = RunNested;
    }

    internal void Run()
    {
        while (_host.ExitCode is null && ReadInput() is { } input)
            Execute(input);
        if (_host.ExitCode is null)
            _host.SetShouldExit(0);
    }

    /// <summary>`exit`, Ctrl+D and $Host.ExitNestedPrompt() lead back to the question that was being asked.</summary>
    private void RunNested()
    {
        _host.LeaveNestedPrompt = false;
        while (!_host.LeaveNestedPrompt && ReadInput() is { } input)
        {
            Execute(input);
            _host.LeaveNestedPrompt |= _host.TakeExit();
        }
    }

    private void Execute(string input)
    {
        if (string.IsNullOrWhiteSpace(input))
            return;
        _history.Add(input);
        _interrupt.Clear();
        var failure = _executor.Show(_executor.Create(input, addToHistory: true));
        if (failure is not (null or PipelineStoppedException))
            _executor.Report(failure);
    }

    private string? ReadInput()
    {
        if (!_terminal.AtLineStart)
            _terminal.Write("\n");
        return _editor.Read(Prompt());
    }

    private string Prompt()
    {
        var text = _executor.Evaluate("prompt") is [{ } prompt, ..] ? prompt.ToString() : "PS> ";
        return Environment.GetEnvironmentVariable("VETHLAB_ISOLATED") is null ? text : $"(isolated) {text}";
    }
}
