using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetNamespace: the named network namespaces.</summary>
[Cmdlet(VerbsCommon.Get, "NetNamespace")]
[OutputType(typeof(NetNamespace))]
public sealed class GetNetNamespaceCommand : NetCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    protected override void ProcessRecord() => ForEachObject(() =>
    {
        var all = NamespaceOperations.List();
        foreach (var pattern in Name)
        {
            ForEachObject(() => WriteObject(
                NameFilter.Select(all, space => space.Name, pattern, () => new NetworkException(
                    NetworkError.NamespaceNotFound, $"There is no namespace '{pattern}'.", pattern, $"New-NetNamespace {pattern} makes it.")),
                enumerateCollection: true));
        }
    });
}
