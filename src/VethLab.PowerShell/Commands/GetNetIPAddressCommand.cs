using System.Management.Automation;
using System.Net.Sockets;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetIPAddress: the addresses of interfaces.</summary>
[Cmdlet(VerbsCommon.Get, "NetIPAddress")]
[OutputType(typeof(NetIPAddress))]
public sealed class GetNetIPAddressCommand : GetByNameCmdlet<NetIPAddress>
{
    /// <summary>Addresses with or without their prefix lengths.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string[] IPAddress { get; set; } = ["*"];

    [Parameter]
    [Alias("Interface")]
    [SupportsWildcards]
    public string[] InterfaceAlias { get; set; } = ["*"];

    [Parameter]
    public AddressFamily? AddressFamily { get; set; }

    private protected override string[] Patterns => InterfaceAlias;

    private protected override IEnumerable<NetIPAddress> List(NamespaceSession session)
    {
        var wanted = IPAddress.Select(text => new WildcardPattern(text, WildcardOptions.IgnoreCase)).ToList();
        return AddressOperations.List(session).Where(address =>
            (AddressFamily is null || address.AddressFamily == AddressFamily)
            && wanted.Any(pattern => pattern.IsMatch(address.Name) || pattern.IsMatch(address.IPAddress.ToString())));
    }

    private protected override string NameOf(NetIPAddress item) => item.InterfaceAlias;

    private protected override NetworkException Missing(string name, NamespaceSession session) => new(
        NetworkError.AddressNotFound, $"No interface '{name}' with such an address is in {session.Description}.", name,
        "Get-NetIPAddress without arguments lists the addresses there are.");
}
