using System.Management.Automation;
using VethLab.Networks.Labs.State;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-VethLab: the labs there are, read from the kernel.</summary>
[Cmdlet(VerbsCommon.Get, "VethLab")]
[OutputType(typeof(NetworkLab))]
public sealed class GetVethLabCommand : NetCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LabCompleter))]
    [SupportsWildcards]
    [ValidateNotNull]
    public string[] Name { get; set; } = ["*"];

    protected override void ProcessRecord()
    {
        foreach (var pattern in Name)
        {
            ForEachObject(() => WriteObject(
                WildcardPattern.ContainsWildcardCharacters(pattern)
                    ? NameFilter.Select(LabReader.List(), lab => lab.Name, pattern, () => null)
                    : [LabReader.Read(pattern)],
                enumerateCollection: true));
        }
    }
}
