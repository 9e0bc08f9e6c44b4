using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Firewall;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetFirewallChain: the chains of every firewall of a namespace, in the order in which packets meet them.</summary>
[Cmdlet(VerbsCommon.Get, "NetFirewallChain")]
[OutputType(typeof(NetFirewallChain), typeof(NetFirewallRule))]
public sealed class GetNetFirewallChainCommand : GetByNameCmdlet<NetFirewallChain>
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(FirewallChainCompleter))]
    [ValidateNotNull]
    public string[] Chain { get; set; } = ["*"];

    /// <summary>Families of tables; ip and ip6 include inet, whose chains see both.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(FirewallFamilyCompleter))]
    [ValidateNotNull]
    public string[]? Family { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(FirewallTableCompleter))]
    [ValidateNotNull]
    public string[]? Table { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(FirewallHookCompleter))]
    public string[]? Hook { get; set; }

    /// <summary>Also the chains that are called by jumps only.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>The rules of the chains instead of the chains.</summary>
    [Parameter]
    public SwitchParameter Rule { get; set; }

    private protected override string[] Patterns => Chain;

    private protected override IEnumerable<NetFirewallChain> List(NamespaceSession session)
    {
        var (chains, unread) = FirewallReader.ListWithLegacy(session);
        foreach (var table in unread)
            WriteWarning($"The table {table} of legacy iptables in {session.Description} could not be read. 'iptables-legacy -S' shows its rules.");
        return chains;
    }

    private protected override string NameOf(NetFirewallChain item) => item.Name;

    /// <summary>A chain that is asked for by its whole name is shown also where only jumps call it.</summary>
    private protected override bool Passes(NetFirewallChain item) =>
        (item.IsBase || All || Array.Exists(Chain, pattern => !NameFilter.IsPattern(pattern)) || MyInvocation.ExpectingInput && InputObject?.BaseObject is string)
        && SeesFamily(item.Family) && ValueFilter.Matches(Table, item.Table) && ValueFilter.Matches(Hook, item.Hook);

    private bool SeesFamily(string family) =>
        ValueFilter.Matches(Family, family) || (family == "inet" && (ValueFilter.Matches(Family, "ip") || ValueFilter.Matches(Family, "ip6")));

    private protected override IEnumerable<object> Output(NetFirewallChain item) => Rule ? FirewallReader.RulesOf(item) : [item];

    private protected override NetworkException Missing(string name, NamespaceSession session) => new(
        NetworkError.FirewallChainNotFound, $"No table in {session.Description} has a chain '{name}'.", name, "Get-NetFirewallChain -All lists the chains there are; case matters.");

    /// <summary>A chain, or the one of a rule, by its table and family.</summary>
    private protected override IEnumerable<Search> SearchesFor(PipedObject piped) =>
        piped.Has("Family", "Table", "Chain") && piped.Text("Chain") is { } chain
            ? [Search.Exactly(piped.Place, chain, item => item.Family == piped.Text("Family") && item.Table == piped.Text("Table"))]
            : piped.Place is { } place ? [new Search(place, Patterns)] : [];
}
