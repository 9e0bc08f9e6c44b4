using System.Management.Automation;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>New-Alias; an alias that exists is an error without -Force.</summary>
[Cmdlet(VerbsCommon.New, "Alias", SupportsShouldProcess = true)]
[OutputType(typeof(AliasInfo))]
public sealed class NewAliasCommand : WriteAliasCommand
{
    protected override void ProcessRecord()
    {
        var exists = AliasScopes.List(SessionState, Scope ?? "local")
            .FirstOrDefault(alias => string.Equals(alias.Name, Name, StringComparison.OrdinalIgnoreCase));
        if (!Force && exists is not null)
            WriteError(new ErrorRecord(
                new SessionStateException($"The alias is not allowed, because an alias with the name '{Name}' already exists."),
                "AliasAlreadyExists", ErrorCategory.ResourceExists, Name));
        else
            Write("New Alias");
    }
}
