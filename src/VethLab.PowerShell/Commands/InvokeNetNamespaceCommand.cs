using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;
using VethLab.Linux.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Native;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Invoke-NetNamespace: runs a script block of this session, or a native command, inside a namespace.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "NetNamespace", DefaultParameterSetName = "ScriptBlock")]
public sealed class InvokeNetNamespaceCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ScriptBlock")]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "FilePath")]
    [Alias("Name")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference[] Namespace { get; set; } = [];

    /// <summary>
    /// Namespaces from the pipeline. A parameter of its own: if -Namespace took pipeline input, the engine would take a block in its position
    /// for one that computes the name.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "PipedScriptBlock")]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "PipedFilePath")]
    public NamespaceReference[] InputObject { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "ScriptBlock")]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "PipedScriptBlock")]
    public ScriptBlock? ScriptBlock { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "FilePath")]
    [Parameter(Mandatory = true, ParameterSetName = "PipedFilePath")]
    public string FilePath { get; set; } = string.Empty;

    [Parameter]
    [Alias("Args")]
    public object?[]? ArgumentList { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var space in Namespace.Concat(InputObject))
        {
            ForEachObject(() =>
            {
                var session = SessionFor(space);
                if (ScriptBlock is not null)
                    RunBlock(ScriptBlock, session.Handle);
                else
                    RunNative(session.Handle, session.Name);
            });
        }
    }

    /// <summary>
    /// Runs the block as the call operator does, in the scope of the caller, and hands its output on object by object, each in the caller's
    /// namespace: what is downstream must not find itself inside.
    /// </summary>
    private void RunBlock(ScriptBlock block, NamespaceHandle handle)
    {
        using var stay = new NamespaceSwitch(handle);
        var relay = new CmdletInfo("Write-NamespaceOutput", typeof(WriteNamespaceOutputCommand));
        var errorsJoinOutput = EngineState.ErrorsJoinOutputOf(this);
        var errorsAreOurs = errorsJoinOutput || MyInvocation.BoundParameters.ContainsKey("ErrorVariable");
        Action<object?> write = item =>
        {
            stay.Leave();
            try
            {
                if (errorsAreOurs && !errorsJoinOutput && (item as PSObject)?.BaseObject is ErrorRecord error)
                    WriteError(error);
                else
                    WriteObject(item);
            }
            finally
            {
                stay.Enter();
            }
        };

        // Arguments are passed one by one, so that no variable of ours is in the block's scopes.
        var call = new StringBuilder("& $args[0]");
        var arguments = ArgumentList ?? [];
        for (var i = 0; i < arguments.Length; i++)
            call.Append(System.Globalization.CultureInfo.InvariantCulture, $" $args[3][{i}]");
        // The engine loses the errors of a nested pipeline when the cmdlet around it has 2>&1, and hands other messages that join the output
        // downstream by itself, while the thread is inside. So all that joins the output is taken along with it.
        if (errorsAreOurs)
            call.Append(" 2>&1");
        foreach (var redirection in EngineState.MessagesJoiningOutputOf(this))
            call.Append(' ').Append(redirection);
        call.Append(" | & $args[1] -To $args[2]");
        InvokeCommand.InvokeScript(
            call.ToString(),
            useNewScope: false,
            PipelineResultTypes.Output | PipelineResultTypes.Error,
            (IList?)null,
            block,
            relay,
            write,
            arguments);
    }

    private void RunNative(NamespaceHandle handle, string? name)
    {
        var native = NativeCommand.Resolve(this, FilePath, ArgumentList ?? []);
        var exitCode = native.Run(handle, name, line => WriteObject(line), WriteWarning, Cancellation);
        SessionState.PSVariable.Set("global:LASTEXITCODE", exitCode);
    }
}
