using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Start-Process: a program with arguments, in the background or with -Wait, its streams kept or sent to files.</summary>
[Cmdlet(VerbsLifecycle.Start, "Process", SupportsShouldProcess = true)]
[OutputType(typeof(Process))]
public sealed class StartProcessCommand : PSCmdlet
{
    private Process? _process;

    [Parameter(Position = 0, Mandatory = true)]
    [Alias("PSPath", "Path")]
    public string FilePath { get; set; } = "";

    [Parameter(Position = 1)]
    [Alias("Args")]
    public string[] ArgumentList { get; set; } = [];

    [Parameter]
    public string? WorkingDirectory { get; set; }

    [Parameter]
    [Alias("RSI")]
    public string? RedirectStandardInput { get; set; }

    [Parameter]
    [Alias("RSO")]
    public string? RedirectStandardOutput { get; set; }

    [Parameter]
    [Alias("RSE")]
    public string? RedirectStandardError { get; set; }

    [Parameter]
    public System.Collections.IDictionary? Environment { get; set; }

    [Parameter]
    [Alias("nnw")]
    public SwitchParameter NoNewWindow { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter Wait { get; set; }

    protected override void BeginProcessing()
    {
        var program = InvokeCommand.GetCommand(FilePath, CommandTypes.Application) is ApplicationInfo found ? found.Path : FilePath;
        if (!ShouldProcess($"{program} {string.Join(' ', ArgumentList)}".Trim()))
            return;
        try
        {
            _process = Start(program);
        }
        catch (Win32Exception failure)
        {
            ThrowTerminatingError(new ErrorRecord(
                new InvalidOperationException($"This command cannot be run due to the error: {failure.Message}", failure),
                "InvalidOperationException", ErrorCategory.InvalidOperation, null));
        }
        if (PassThru)
            WriteObject(_process);
        while (Wait && !Stopping && !_process!.WaitForExit(100))
        {
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        if (Wait && _process is { HasExited: false })
            _process.Kill();
    }

    private Process Start(string program)
    {
        // Files are opened by a shell: .NET can only connect pipes, which would need threads to read them.
        var redirected = RedirectStandardInput ?? RedirectStandardOutput ?? RedirectStandardError;
        var start = new ProcessStartInfo(redirected is null ? program : "/bin/sh") { UseShellExecute = false };
        if (redirected is not null)
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add($"exec {Quoted(program)} {string.Join(' ', ArgumentList)}"
                + $"{Redirection("<", RedirectStandardInput)}{Redirection(">", RedirectStandardOutput)}{Redirection("2>", RedirectStandardError)}");
        }
        else
            start.Arguments = string.Join(' ', ArgumentList);
        start.WorkingDirectory = WorkingDirectory is null
            ? SessionState.Path.CurrentFileSystemLocation.ProviderPath
            : GetUnresolvedProviderPathFromPSPath(WorkingDirectory);
        foreach (System.Collections.DictionaryEntry variable in Environment ?? new Dictionary<string, string>())
            start.Environment[variable.Key.ToString()!] = variable.Value?.ToString();
        return Process.Start(start)!;
    }

    private string Redirection(string sign, string? path) =>
        path is null ? "" : $" {sign} {Quoted(GetUnresolvedProviderPathFromPSPath(path))}";

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
