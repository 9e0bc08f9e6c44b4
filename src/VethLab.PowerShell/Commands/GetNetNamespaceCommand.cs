using System.Diagnostics;
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
    /// <summary>"pid:NUMBER" names the namespace of a process, as the objects of those without a name do.</summary>
    [Parameter(Position = 0, ParameterSetName = "Name")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Processes, as of containers, whose namespaces are meant.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Process")]
    [Alias("Id", "Pid")]
    public int[] ProcessId { get; set; } = [];

    /// <summary>Also the namespaces without a name that processes are in.</summary>
    [Parameter(ParameterSetName = "Name")]
    public SwitchParameter IncludeUnnamed { get; set; }

    /// <summary>Names, processes, or objects with a Name from the pipeline.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = "Name")]
    public PSObject? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Process")
        {
            foreach (var process in ProcessId)
                WriteNamespaceOf(process);
        }
        else if (InputObject?.BaseObject is Process process)
        {
            WriteNamespaceOf(process.Id);
        }
        else
        {
            ForEachObject(() => Search(InputObject is null ? Name : [NameOf(InputObject)]));
        }
    }

    private void WriteNamespaceOf(int process) => ForEachObject(() => WriteObject(NamespaceOperations.OfProcess(process)));

    private static string NameOf(PSObject input) =>
        input.BaseObject is string name ? name : WildcardPattern.Escape($"{input.Properties["Name"]?.Value ?? input}");

    private void Search(string[] patterns)
    {
        var all = NamespaceOperations.List().ToList();
        if (IncludeUnnamed)
            all.AddRange(NamespaceOperations.ListUnnamed());
        foreach (var pattern in patterns)
        {
            if (NetNamespace.ProcessOf(pattern) is { } process)
            {
                WriteNamespaceOf(process);
                continue;
            }
            ForEachObject(() => WriteObject(
                NameFilter.Select(all, space => space.Name, pattern, () => new NetworkException(
                    NetworkError.NamespaceNotFound, $"There is no namespace '{pattern}'.", pattern, $"New-NetNamespace {pattern} makes it.")),
                enumerateCollection: true));
        }
    }
}
