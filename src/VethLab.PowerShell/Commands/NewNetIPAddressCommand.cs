using System.Management.Automation;
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
    public string[] IPAddress { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Interface")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceReference InterfaceAlias { get; set; } = null!;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? PrefixLength { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>Let IPv6 look for duplicates first; the address is not usable until that ends, after a second or two.</summary>
    [Parameter]
    public SwitchParameter DetectDuplicates { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var text in IPAddress)
        {
            ForEachObject(() =>
            {
                var session = SessionFor(InterfaceAlias, Namespace);
                var address = AddressText.ParsePrefix(text, PrefixLength);
                var plan = AddressOperations.PlanAdd(session, InterfaceAlias.Name, address, DetectDuplicates);
                if (!Perform(plan, "Add address", $"{address} to {InterfaceAlias.Name}"))
                    return;
                WriteObject(AddressOperations.List(session).First(
                    added => added.InterfaceAlias == InterfaceAlias.Name && added.Name == address.ToString()));
            });
        }
    }
}
