using System.Collections;
using VethLab.Networks.Addresses;
using VethLab.Networks.Nat;
using VethLab.Networks.Routes;

namespace VethLab.PowerShell.Completion;

/// <summary>Addresses of interfaces, with their prefix lengths.</summary>
public sealed class AddressCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(IDictionary bound)
    {
        using var session = SessionOf(bound);
        return AddressOperations.List(session).Select(address => (address.Name, $"{address.Name} on {address.InterfaceAlias}")).ToList();
    }
}

/// <summary>Destinations of routes.</summary>
public sealed class RouteCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(IDictionary bound)
    {
        using var session = SessionOf(bound);
        return RouteOperations.List(session).Where(route => route.Table == 254)
            .Select(route => (route.DestinationPrefix, route.ToString())).Distinct().ToList();
    }
}

/// <summary>Addresses of neighbours.</summary>
public sealed class NeighborCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(IDictionary bound)
    {
        using var session = SessionOf(bound);
        return NeighborOperations.List(session).Select(entry => (entry.Name, entry.ToString())).ToList();
    }
}

/// <summary>Subnets that VethLab masquerades.</summary>
public sealed class MasqueradeCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(IDictionary bound)
    {
        using var session = SessionOf(bound);
        return MasqueradeOperations.List(session).Select(masquerade => (masquerade.Name, $"{masquerade.Name} {masquerade.Bridge}".TrimEnd())).ToList();
    }
}
