using System.Management.Automation;
using System.Management.Automation.Provider;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Set-Content. The file system adds -Encoding, -NoNewline and -AsByteStream.</summary>
[Cmdlet(VerbsCommon.Set, "Content", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class SetContentCommand : WriteContentCommand
{
    private protected override string Action => "Set Content";

    private protected override void BeforeOpening(string path)
    {
        try
        {
            var context = NewContext();
            context.PassThru = false;
            InvokeProvider.Content.Clear(path, context);
        }
        catch (ItemNotFoundException)
        {
            // The writer makes it.
        }
    }

    private protected override void Position(IContentWriter writer)
    {
    }
}
