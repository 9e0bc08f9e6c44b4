using System.Management.Automation;
using System.Net;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;

namespace VethLab.PowerShell.Parameters;

/// <summary>Reads where a path is to lead: what can be pinged, and namespaces, whose addresses are meant.</summary>
internal static class PathTarget
{
    /// <summary>The addresses, and the namespace to send from where only that makes sense; null: from wherever the cmdlet works.</summary>
    /// <exception cref="NetworkException">InvalidAddress; NamespaceNotFound.</exception>
    internal static (IReadOnlyList<IPAddress> Addresses, NamespaceReference? KnownIn) Of(PSObject destination)
    {
        var piped = new PipedObject(destination);
        if (piped.Has("Destination", "Cause", "Reachable"))
            return ([AddressText.ParseAddress(piped.Text("Destination") ?? string.Empty)], piped.Place);
        if (piped.AsNamespace is not { } space)
            return PingTarget.Of(destination);
        using var session = space.Open();
        var addresses = AddressOperations.List(session).Where(address => address.Scope == "Global").Select(address => AddressText.ParseAddress(address.IPAddress)).ToList();
        return addresses.Count > 0 ? (addresses, null) : throw new NetworkException(
            NetworkError.InvalidAddress, $"The namespace '{space.Name}' has no address that others could reach.", space.Name,
            "Give an interface there one with New-NetIPAddress.");
    }
}
