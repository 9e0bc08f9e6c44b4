using System.Management.Automation;
using System.Management.Automation.Provider;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Add-Content. The file system adds -Encoding, -NoNewline and -AsByteStream.</summary>
[Cmdlet(VerbsCommon.Add, "Content", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class AddContentCommand : WriteContentCommand
{
    private protected override string Action => "Add Content";

    private protected override void Position(IContentWriter writer) => writer.Seek(0, SeekOrigin.End);
}
