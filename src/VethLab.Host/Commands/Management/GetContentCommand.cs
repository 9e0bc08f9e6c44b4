using System.Management.Automation;
using System.Management.Automation.Provider;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Content. The file system adds -Raw, -Delimiter, -Encoding, -AsByteStream and -Wait.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = "Path")]
public sealed class GetContentCommand : PathCommand
{
    [Parameter(Position = 0, ParameterSetName = "Path", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public override string[] Path { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public long ReadCount { get; set; } = 1;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("First", "Head")]
    [ValidateRange(0, long.MaxValue)]
    public long TotalCount { get; set; } = -1;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Last")]
    [ValidateRange(0, int.MaxValue)]
    public int Tail { get; set; } = -1;

    private protected override object? FindDynamicParameters(ProviderContext context) =>
        InvokeProvider.Content.GetContentReaderDynamicParameters(FirstPath, context);

    protected override void ProcessRecord()
    {
        if (TotalCount >= 0 && Tail >= 0)
            ThrowTerminatingError(new ErrorRecord(
                new InvalidOperationException("The parameters TotalCount and Tail cannot be used together. Please specify only one parameter."),
                "TailAndHeadCannotCoexist", ErrorCategory.InvalidOperation, null));
        foreach (var path in Paths)
            Attempt(() => ReadMatching(path));
    }

    private void ReadMatching(string path)
    {
        var readers = InvokeProvider.Content.GetReader(path, NewContext());
        try
        {
            foreach (var reader in readers)
                if (Tail >= 0)
                    WriteTail(reader);
                else
                    WriteHead(reader);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            WriteError(new ErrorRecord(failure, "GetContentReaderError", ErrorCategory.ReadError, path));
        }
        finally
        {
            foreach (var reader in readers)
                reader.Close();
        }
    }

    private void WriteHead(IContentReader reader)
    {
        var left = TotalCount < 0 ? long.MaxValue : TotalCount;
        while (left > 0 && !Stopping)
        {
            var block = reader.Read(ReadCount <= 0 ? (left == long.MaxValue ? 0 : left) : Math.Min(ReadCount, left));
            if (block is null || block.Count == 0)
                return;
            left -= block.Count;
            WriteBlock(block);
        }
    }

    private void WriteTail(IContentReader reader)
    {
        var last = new Queue<object?>();
        while (reader.Read(1) is { Count: > 0 } block && !Stopping)
        {
            last.Enqueue(block[0]);
            if (last.Count > Tail)
                last.Dequeue();
        }
        foreach (var item in last)
            WriteObject(item);
    }

    private void WriteBlock(System.Collections.IList block)
    {
        if (ReadCount == 1)
            WriteObject(block[0]);
        else
            WriteObject(block.Cast<object>().ToArray(), enumerateCollection: false);
    }
}
