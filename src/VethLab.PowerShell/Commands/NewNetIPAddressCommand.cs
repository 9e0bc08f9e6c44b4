using System.Management.Automation;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>New-NetIPAddress: gives interfaces addresses.</summary>
[Cmdlet(VerbsCommon.New, "NetIPAddress", SupportsShouldProcess = true)]
[OutputType(typeof(NetIPAddress))]
public sealed class NewNetIPAddressCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Alias("LocalAddress")]
    public string[] IPAddress { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Interface", "ifAlias")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceOrEntryReference InterfaceAlias { get; set; } = null!;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? PrefixLength { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>Next hop of a default route over the interface.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Gateway")]
    [ArgumentCompleter(typeof(GatewayCompleter))]
    public string? DefaultGateway { get; set; }

    /// <summary>Let IPv6 look for duplicates first; the address is not usable until that ends, after a second or two.</summary>
    [Parameter]
    public SwitchParameter DetectDuplicates { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var text in IPAddress)
            ForEachObject(() => Add(text));
    }

    private void Add(string text)
    {
        var session = SessionFor(InterfaceAlias, Namespace);
        var address = Parse(text);
        var gateway = AddressArguments.Address(Cell(DefaultGateway, nameof(DefaultGateway)));
        // Of several addresses the one on the gateway's network brings the route.
        var bringsRoute = gateway is not null && (IPAddress.Length == 1 || text == Array.Find(IPAddress, other => Parse(other).Contains(gateway)));
        var plan = AddressOperations.PlanAdd(session, InterfaceAlias.Name, address, DetectDuplicates, bringsRoute ? gateway : null);
        if (!Perform(plan, "Add address", $"{address} to {InterfaceAlias.Name}"))
            return;
        WriteObject(AddressOperations.List(session).First(
            added => added.InterfaceAlias == InterfaceAlias.Name && added.Name == address.ToString()));
    }

    private IPPrefix Parse(string text) => AddressText.ParsePrefix(text, text.Contains('/', StringComparison.Ordinal) ? Cell(PrefixLength, nameof(PrefixLength)) : PrefixLength);
}
