using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Provider;
using VethLab.Host.Engine;

namespace VethLab.Host.Commands;

/// <summary>What Set-Content and Add-Content have in common: one writer per item for the whole pipeline.</summary>
public abstract class WriteContentCommand : PathCommand
{
    private List<IContentWriter>? _writers;

    [Parameter(Position = 0, ParameterSetName = "Path", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public override string[] Path { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object[]? Value { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object? FindDynamicParameters(ProviderContext context) =>
        InvokeProvider.Content.GetContentWriterDynamicParameters(FirstPath, context);

    /// <summary>Makes each writer ready for the first object: at the end of the content, or with the content cleared.</summary>
    private protected abstract void Position(IContentWriter writer);

    /// <summary>Called for every path before its writer is opened.</summary>
    private protected virtual void BeforeOpening(string path)
    {
    }

    protected override void ProcessRecord()
    {
        _writers ??= Open();
        IList content = Value is null ? Array.Empty<object>() : Value;
        foreach (var writer in _writers)
            try
            {
                writer.Write(content);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                WriteError(new ErrorRecord(failure, "ProviderContentWriteError", ErrorCategory.WriteError, FirstPath));
            }
        if (PassThru)
            WriteObject(content, enumerateCollection: true);
    }

    protected override void EndProcessing() => Close();

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        Close();
    }

    private List<IContentWriter> Open()
    {
        var writers = new List<IContentWriter>();
        foreach (var path in Paths)
            Attempt(() =>
            {
                if (!ShouldProcess($"Path: {path}", Action))
                    return;
                BeforeOpening(path);
                foreach (var writer in InvokeProvider.Content.GetWriter(path, NewContext()))
                {
                    Position(writer);
                    writers.Add(writer);
                }
            });
        return writers;
    }

    /// <summary>What -WhatIf says.</summary>
    private protected abstract string Action { get; }

    private void Close()
    {
        foreach (var writer in _writers ?? [])
            writer.Close();
        _writers = [];
    }
}
