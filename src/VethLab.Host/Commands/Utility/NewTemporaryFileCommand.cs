using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>New-TemporaryFile.</summary>
[Cmdlet(VerbsCommon.New, "TemporaryFile", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewTemporaryFileCommand : PSCmdlet
{
    protected override void EndProcessing()
    {
        if (!ShouldProcess(Path.GetTempPath()))
            return;
        WriteObject(new FileInfo(Path.GetTempFileName()));
    }
}
