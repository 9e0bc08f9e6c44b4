using System.Management.Automation;
using System.Management.Automation.Host;

namespace VethLab.Host.Hosting;

/// <summary>
/// Where the engine writes and asks. Output, verbose, warning, debug and information text go to standard output and
/// errors to standard error, as pwsh has it. Questions are in <see cref="ConsoleQuestions"/>.
/// </summary>
internal sealed partial class ConsoleUserInterface : PSHostUserInterface
{
    private const string Reset = "\u001b[0m";
    private readonly Terminal _terminal;

    internal ConsoleUserInterface(Terminal terminal, ConsoleQuestions questions)
    {
        _terminal = terminal;
        _questions = questions;
        RawUI = new ConsoleRawUserInterface(terminal);
    }

    public override PSHostRawUserInterface RawUI { get; }

    public override bool SupportsVirtualTerminal => _terminal.OutputColours;

    public override void Write(string value) => _terminal.Write(value ?? "");

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        _terminal.Write(Coloured(foregroundColor, backgroundColor, value));

    public override void WriteLine() => _terminal.Write("\n");

    public override void WriteLine(string value) => _terminal.Write((value ?? "") + "\n");

    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        _terminal.Write(Coloured(foregroundColor, backgroundColor, value) + "\n");

    public override void WriteErrorLine(string value)
    {
        if (!string.IsNullOrEmpty(value))
            _terminal.WriteError(value);
    }

    public override void WriteDebugLine(string message) => Labelled(PSStyle.Instance.Formatting.Debug, "DEBUG: ", message);

    public override void WriteVerboseLine(string message) => Labelled(PSStyle.Instance.Formatting.Verbose, "VERBOSE: ", message);

    public override void WriteWarningLine(string message) => Labelled(PSStyle.Instance.Formatting.Warning, "WARNING: ", message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
        {
            _terminal.ShowStatus("");
            return;
        }
        var percent = record.PercentComplete >= 0 ? $" {record.PercentComplete} %" : "";
        var status = $"{record.Activity}: {record.StatusDescription}{percent}";
        var width = RawUI.BufferSize.Width - 1;
        _terminal.ShowStatus(status.Length > width ? status[..width] : status);
    }

    private void Labelled(string style, string label, string message) =>
        _terminal.Write(_terminal.OutputColours ? $"{style}{label}{message}{Reset}\n" : $"{label}{message}\n");

    private string Coloured(ConsoleColor foreground, ConsoleColor background, string value)
    {
        if (!_terminal.OutputColours || string.IsNullOrEmpty(value))
            return value ?? "";
        var start = foreground >= 0 ? PSStyle.MapForegroundColorToEscapeSequence(foreground) : "";
        if (background >= 0)
            start += PSStyle.MapBackgroundColorToEscapeSequence(background);
        return start.Length == 0 ? value : start + value + Reset;
    }
}
