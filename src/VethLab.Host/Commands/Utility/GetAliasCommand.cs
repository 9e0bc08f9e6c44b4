using System.Management.Automation;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Alias by name or by what it stands for.</summary>
[Cmdlet(VerbsCommon.Get, "Alias", DefaultParameterSetName = "Default")]
[OutputType(typeof(AliasInfo))]
public sealed class GetAliasCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Default", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = ["*"];

    [Parameter(ParameterSetName = "Definition")]
    public string[] Definition { get; set; } = [];

    [Parameter]
    public string[] Exclude { get; set; } = [];

    [Parameter]
    public string? Scope { get; set; }

    protected override void ProcessRecord()
    {
        var byDefinition = ParameterSetName == "Definition";
        foreach (var wanted in byDefinition ? Definition : Name)
        {
            var pattern = WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase);
            var found = AliasScopes.List(SessionState, Scope)
                .Where(alias => pattern.IsMatch(byDefinition ? alias.Definition : alias.Name))
                .Where(alias => !Array.Exists(Exclude, name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase).IsMatch(alias.Name)))
                .OrderBy(alias => alias.Name, StringComparer.OrdinalIgnoreCase).ToArray();
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(wanted))
            {
                var what = byDefinition ? "definition" : "name";
                WriteError(new ErrorRecord(
                    new ItemNotFoundException($"This command cannot find a matching alias because an alias with the {what} '{wanted}' does not exist."),
                    "ItemNotFoundException", ErrorCategory.ObjectNotFound, wanted));
            }
            WriteObject(found, enumerateCollection: true);
        }
    }
}
