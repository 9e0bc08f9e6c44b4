using VethLab.Networks.Addresses;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat;

namespace VethLab.PowerShell.Completion;

/// <summary>Addresses of interfaces, with their prefix lengths.</summary>
public sealed class AddressCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        AddressOperations.List(session).Select(address => (address.Name, $"{address.Name} on {address.InterfaceAlias}")));
}

/// <summary>Addresses of interfaces without their prefix lengths, for packets to come from.</summary>
public sealed class OwnAddressCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        AddressOperations.List(session).Select(address => (address.IPAddress, $"{address.Name} on {address.InterfaceAlias}")));
}

/// <summary>Addresses in this and in all named namespaces, for packets to go to; of loopback only what is nobody else's.</summary>
public sealed class EndpointCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.Everywhere(session =>
        AddressOperations.List(session).Where(address => address.Scope == "Global").Select(address => (address.IPAddress, HintOf(address, session))));

    private static string HintOf(NetIPAddress address, NamespaceSession session) => $"{address.InterfaceAlias} in {session.Description}";
}

/// <summary>Addresses that could be a gateway: those of bridges here, and of neighbours in the namespace of the command line.</summary>
public sealed class GatewayCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line)
    {
        using var here = NamespaceLocator.OpenHere();
        var bridges = InterfaceReader.ListBridges(here).SelectMany(bridge => bridge.IPAddress.Select(address => (address.Split('/')[0], $"bridge {bridge.Name}"))).ToList();
        return bridges.Concat(line.InEachNamespace(session =>
            Networks.Routes.NeighborOperations.List(session).Select(neighbor => (neighbor.IPAddress, $"neighbour on {neighbor.InterfaceAlias}"))));
    }
}

/// <summary>Networks of interfaces.</summary>
public sealed class SubnetCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        InterfaceReader.List(session).Where(link => link.Kind != "loopback").SelectMany(link =>
            MasqueradeOperations.Subnets(link.IPAddress, withIPv6: true).Select(subnet => ($"{subnet}", $"network of {link.Name}"))));
}

/// <summary>Subnets that VethLab masquerades.</summary>
public sealed class MasqueradeCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        MasqueradeOperations.List(session).Select(masquerade => (masquerade.Name, $"{masquerade.Name} {masquerade.Bridge}".TrimEnd())));
}

/// <summary>IPv4 and IPv6.</summary>
public sealed class AddressFamilyCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => [("IPv4", string.Empty), ("IPv6", string.Empty)];
}

/// <summary>States of addresses.</summary>
public sealed class AddressStateCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) =>
    [
        ("Preferred", "in use"),
        ("Tentative", "IPv6 looks whether another host has it"),
        ("Duplicate", "another host has it"),
        ("Deprecated", "no new connection takes it"),
    ];
}
