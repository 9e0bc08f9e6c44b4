using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetNamespace: the network namespaces with a name, those of processes, and those that only processes hold.</summary>
[Cmdlet(VerbsCommon.Get, "NetNamespace", DefaultParameterSetName = "Name")]
[OutputType(typeof(NetNamespace))]
public sealed class GetNetNamespaceCommand : NetCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "Name")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Processes, as of containers, whose namespaces are meant.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Process")]
    [Alias("Id", "Pid")]
    public int[] ProcessId { get; set; } = [];

    /// <summary>Also the namespaces without a name that processes are in.</summary>
    [Parameter(ParameterSetName = "Name")]
    public SwitchParameter IncludeUnnamed { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var process in ProcessId)
            ForEachObject(() => WriteObject(NamespaceOperations.OfProcess(process)));
        if (ParameterSetName == "Name")
            ForEachObject(Search);
    }

    private void Search()
    {
        var all = NamespaceOperations.List().ToList();
        if (IncludeUnnamed)
            all.AddRange(NamespaceOperations.ListUnnamed());
        foreach (var pattern in Name)
        {
            ForEachObject(() => WriteObject(
                NameFilter.Select(all, space => space.Name, pattern, () => new NetworkException(
                    NetworkError.NamespaceNotFound, $"There is no namespace '{pattern}'.", pattern, $"New-NetNamespace {pattern} makes it.")),
                enumerateCollection: true));
        }
    }
}
