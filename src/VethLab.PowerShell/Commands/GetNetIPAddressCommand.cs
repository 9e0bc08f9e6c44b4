using System.Management.Automation;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetIPAddress: the addresses of interfaces.</summary>
[Cmdlet(VerbsCommon.Get, "NetIPAddress")]
[OutputType(typeof(NetIPAddress))]
public sealed class GetNetIPAddressCommand : GetOnInterfaceCmdlet<NetIPAddress>
{
    /// <summary>Addresses with or without their prefix lengths.</summary>
    [Parameter(Position = 0)]
    [Alias("LocalAddress")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AddressCompleter))]
    [ValidateNotNull]
    public string[] IPAddress { get; set; } = ["*"];

    [Parameter]
    public int[]? PrefixLength { get; set; }

    /// <summary>Preferred, Tentative, Duplicate, Deprecated.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AddressStateCompleter))]
    public string[]? AddressState { get; set; }

    private protected override string[] Patterns => IPAddress;

    private protected override IEnumerable<NetIPAddress> ListAll(NamespaceSession session) => AddressOperations.List(session);

    private protected override string InterfaceOf(NetIPAddress item) => item.InterfaceAlias;

    private protected override int InterfaceIndexOf(NetIPAddress item) => item.InterfaceIndex;

    private protected override AddressFamily FamilyOf(NetIPAddress item) => item.AddressFamily;

    private protected override bool Passes(NetIPAddress item) =>
        (PrefixLength is null || PrefixLength.Contains(item.PrefixLength)) && ValueFilter.Matches(AddressState, item.AddressState);

    private protected override string NameOf(NetIPAddress item) => item.Name;

    /// <summary>IPv6 addresses can be written in many ways; one that means the item's is as good as its name.</summary>
    private protected override string NameOf(NetIPAddress item, string pattern)
    {
        if (pattern.Contains('/', StringComparison.Ordinal))
            return IPPrefix.TryParse(pattern, out var prefix) && prefix.ToString() == item.Name ? pattern : item.Name;
        return IPPrefix.TryParseAddress(pattern, out var address) && address.ToString() == item.IPAddress ? pattern : item.IPAddress;
    }

    private protected override Search? Own(PipedObject piped) =>
        piped.Has("IPAddress", "PrefixLength", "InterfaceAlias") && piped.Text("IPAddress") is { } address
            ? Search.Exactly(piped.Place, $"{address}/{piped.Text("PrefixLength")}", item => item.InterfaceAlias == piped.Text("InterfaceAlias"))
            : null;

    private protected override NetworkException Missing(string name, NamespaceSession session) => new(
        NetworkError.AddressNotFound, $"No interface in {session.Description} has the address {name}.", name,
        "Get-NetIPAddress without arguments lists the addresses there are.");
}
