using System.Management.Automation;
using VethLab.Networks.Dns;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>New-NetNamespace: makes network namespaces with their loopback up, and with name servers of their own.</summary>
[Cmdlet(VerbsCommon.New, "NetNamespace", SupportsShouldProcess = true)]
[OutputType(typeof(NetNamespace))]
public sealed class NewNetNamespaceCommand : NetCmdlet
{
    private readonly HashSet<string> told = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] Name { get; set; } = [];

    /// <summary>Addresses of name servers for programs that are started inside, or "Host" for the machine's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DnsServerCompleter))]
    [AllowEmptyString]
    public string[]? DnsServer { get; set; } = [];

    /// <summary>Domains that those programs search.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[]? DnsSearch { get; set; } = [];

    [Parameter]
    public SwitchParameter Down { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            ForEachObject(() =>
            {
                var plan = NamespaceOperations.PlanCreate(name, Down, ResolverArguments.Read(Cell(DnsServer, nameof(DnsServer)), Cell(DnsSearch, nameof(DnsSearch))));
                if (Perform(WithoutRepetition(plan), "Create network namespace", name))
                    WriteObject(NamespaceOperations.Find(SessionFor((NamespaceReference?)null), name));
            });
        }
    }

    /// <summary>What is to be known of name servers is the same for a hundred namespaces, and is told once.</summary>
    private Plan WithoutRepetition(Plan plan)
    {
        foreach (var note in plan.Notes.Where(note => !told.Add(note)).ToList())
            plan.Notes.Remove(note);
        return plan;
    }
}
