using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using VethLab.Host.CommandLine;
using VethLab.Host.Engine;
using VethLab.Host.Session;

namespace VethLab.Host.Hosting;

/// <summary>One run: opens the session, runs the script, the command or the prompt, and finds the exit code.</summary>
internal sealed class HostProgram
{
    private readonly HostOptions _options;
    private readonly InterruptSignal _interrupt;
    private readonly Terminal _terminal = new();
    private readonly EngineHost _host;

    internal HostProgram(HostOptions options, InterruptSignal interrupt)
    {
        _options = options;
        _interrupt = interrupt;
        if (!Terminal.ColoursWanted)
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        var questions = new ConsoleQuestions(_terminal, new ConsoleLine(_terminal, interrupt), !options.NonInteractive);
        _host = new EngineHost(new ConsoleUserInterface(_terminal, questions));
    }

    internal int Run()
    {
        var scriptPath = Path.GetFullPath(_options.Text.Length > 0 ? _options.Text : ".");
        if (_options.WorkingDirectory is { } folder)
            Directory.SetCurrentDirectory(folder);
        var folders = new ProjectFolders();
        folders.PutOnModulePath();
        using var runspace = SessionFactory.Open(_host);
        var executor = new PipelineExecutor(runspace, _interrupt);
        Import(executor, folders);
        var failed = _options.Mode switch
        {
            RunMode.Script => RunScript(runspace, executor, scriptPath),
            RunMode.Command => RunText(executor, _options.Text, RedirectedLines(_options.Text)),
            RunMode.StandardInput => RunText(executor, ConsoleLine.ReadToEnd(), null),
            _ => false,
        };
        if (_host.ExitCode is null && (_options.Mode == RunMode.Prompt || _options.NoExit))
            new LineEditing.InteractiveSession(runspace, executor, _host, _terminal, _interrupt).Run();
        if (_host.ExitCode is { } code)
            return code & 0xff;
        if (_interrupt.Signal != 0 && _options.Mode != RunMode.Prompt)
            return 128 + _interrupt.Signal;
        return failed || !LastCommandSucceeded(executor) ? 1 : 0;
    }

    private void Import(PipelineExecutor executor, ProjectFolders folders)
    {
        if (!folders.HasManifest)
            _terminal.WriteError($"vethlab: the module is missing: there is no {folders.Manifest}.");
        else if (executor.Show(SessionFactory.ImportModule(executor.Create(), folders)) is { } failure)
            executor.Report(failure);
    }

    /// <returns>True when an error ended the script.</returns>
    private bool RunScript(Runspace runspace, PipelineExecutor executor, string path)
    {
        // As pwsh does: a script without the .ps1 ending (a #! script) is run by its text.
        var isScriptFile = path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase);
        var text = File.ReadAllText(path);
        var command = new Command(isScriptFile ? path : text, !isScriptFile, useLocalScope: false);
        foreach (var argument in _options.Arguments)
            command.Parameters.Add(argument);
        var pipeline = executor.Create();
        pipeline.Commands.Add(command);
        ExitPropagation.Arm(runspace);
        return Finish(executor, executor.Show(pipeline, RedirectedLines(text)));
    }

    private bool RunText(PipelineExecutor executor, string text, IEnumerable<object>? input) =>
        !string.IsNullOrWhiteSpace(text) && Finish(executor, executor.Show(executor.Create(text, addToHistory: true), input));

    private bool Finish(PipelineExecutor executor, Exception? failure)
    {
        if (failure is null)
            return false;
        if (failure is not PipelineStoppedException || _interrupt.Signal == 0)
            executor.Report(failure);
        return true;
    }

    /// <summary>$? of the last statement. A script run by its path has succeeded when it ends without an error.</summary>
    private static bool LastCommandSucceeded(PipelineExecutor executor) =>
        executor.Evaluate("$global:?") is [var success, ..] && LanguagePrimitives.IsTrue(success);

    /// <summary>The lines of a redirected input, if the script reads $input.</summary>
    private static IEnumerable<object>? RedirectedLines(string script)
    {
        if (!Console.IsInputRedirected || !script.Contains("$input", StringComparison.OrdinalIgnoreCase))
            return null;
        var tree = Parser.ParseInput(script, out _, out _);
        var readsInput = tree.Find(
            node => node is VariableExpressionAst variable && variable.VariablePath.UserPath.Equals("input", StringComparison.OrdinalIgnoreCase),
            searchNestedScriptBlocks: false) is not null;
        return readsInput ? ConsoleLine.ReadAll() : null;
    }
}
