using System.Diagnostics;
using System.Management.Automation;
using VethLab.Networks;
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
    [ValidateNotNull]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Processes, as of containers, whose namespaces are meant.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Process")]
    [Alias("Id", "Pid")]
    [ArgumentCompleter(typeof(ProcessCompleter))]
    public int[] ProcessId { get; set; } = [];

    /// <summary>Also the namespaces without a name that processes are in.</summary>
    [Parameter(ParameterSetName = "Name")]
    public SwitchParameter IncludeUnnamed { get; set; }

    /// <summary>The namespace that the cmdlet is called in, whether it has a name or not.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Current")]
    public SwitchParameter Current { get; set; }

    /// <summary>Names, processes, namespaces, or objects whose namespace is meant, from the pipeline.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = "Name")]
    public PSObject? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Process")
        {
            foreach (var process in ProcessId)
                WriteNamespaceOf(process);
        }
        else if (Current)
        {
            ForEachObject(() => WriteObject(NamespaceOperations.Of(SessionFor((NamespaceReference?)null))));
        }
        else if (InputObject?.BaseObject is Process process)
        {
            WriteNamespaceOf(process.Id);
        }
        else
        {
            ForEachObject(() => SearchFor(InputObject));
        }
    }

    private void WriteNamespaceOf(int process) => ForEachObject(() => WriteObject(NamespaceOperations.OfProcess(process)));

    private void SearchFor(PSObject? input)
    {
        switch (input?.BaseObject)
        {
            case null:
                Search(Name);
                break;
            case string name:
                Search([name]);
                break;
            case NetNamespace { IsNamed: true } space:
                Search([WildcardPattern.Escape(space.Name)]);
                break;
            case NetNamespace space:
                Search([space.Name]);
                break;
            // What lives in a namespace brings it along; a row with nothing but a name names it.
            case NetObject or PSCustomObject when input is not null:
                WriteObject(NamespaceOperations.Of(SessionFor(ReferenceTo(input))));
                break;
            case var other:
                throw new NetworkException(
                    NetworkError.InvalidValue, $"A {other.GetType().Name} is in no namespace.", other,
                    "Pipe names, processes, namespaces, or objects of this module into Get-NetNamespace.");
        }
    }

    private static NamespaceReference ReferenceTo(PSObject input)
    {
        try
        {
            return input.BaseObject is NetObject item ? new NamespaceReference(item) : new NamespaceReference(input);
        }
        catch (ArgumentException failure)
        {
            throw new NetworkException(NetworkError.InvalidValue, failure.Message, input, "Name a namespace, or pipe an object that lives in one.", failure);
        }
    }

    private void Search(string[] patterns)
    {
        var all = NamespaceOperations.List().ToList();
        if (IncludeUnnamed)
            all.AddRange(NamespaceOperations.ListUnnamed());
        foreach (var pattern in patterns)
        {
            if (NetNamespace.ProcessOf(pattern) is { } process && !all.Exists(space => space.Name == pattern))
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
