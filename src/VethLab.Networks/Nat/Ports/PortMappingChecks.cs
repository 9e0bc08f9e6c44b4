using System.Net;
using System.Net.Sockets;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Nat.Ports;

/// <summary>What is wrong with a mapping that is wished for, before anybody is asked about it.</summary>
internal static class PortMappingChecks
{
    /// <exception cref="NetworkException">InvalidValue, InvalidAddress, InvalidName, WrongAddressFamily, AddressNotFound.</exception>
    internal static void Check(NamespaceSession session, PortMappingDescription wished)
    {
        if (wished is { DestinationPort: not null, Ports.IsOne: false })
        {
            throw new NetworkException(
                NetworkError.InvalidValue, $"The ports {wished.Ports} cannot all lead to port {wished.DestinationPort}.", wished.Name,
                "Leave out -DestinationPort: each port of a range leads to the same port. Publish ports that lead elsewhere one by one.");
        }
        if (wished.InInterface is { } name)
            InterfaceName.Check(name);
        var own = KernelErrors.Explained(session.Name, () => session.Addresses.List()).Select(address => address.Address.Address).ToHashSet();
        CheckDestination(session, wished, own);
        if (wished.ListenAddress is { } listen)
            CheckListen(session, wished, listen, own);
    }

    private static void CheckDestination(NamespaceSession session, PortMappingDescription wished, HashSet<IPAddress> own)
    {
        var to = wished.Destination;
        var wrong = IPAddress.IsLoopback(to) ? "is a loopback address, which means another host to everybody"
            : to.Equals(IPAddress.Any) || to.Equals(IPAddress.IPv6Any) ? "stands for no address at all"
            : to.IsIPv6Multicast || (to.AddressFamily == AddressFamily.InterNetwork && to.GetAddressBytes()[0] >= 224) ? "is no address of one host"
            : to.IsIPv6LinkLocal ? "is known on one link only"
            : own.Contains(to) ? $"is one of {session.Description} itself" : null;
        if (wrong is not null)
        {
            throw new NetworkException(
                NetworkError.InvalidAddress, $"Nothing can be sent on to {to}: it {wrong}.", $"{to}",
                "Name an address of the namespace whose port it is, or the namespace.");
        }
    }

    private static void CheckListen(NamespaceSession session, PortMappingDescription wished, IPAddress listen, HashSet<IPAddress> own)
    {
        if (listen.AddressFamily != wished.Destination.AddressFamily)
        {
            throw new NetworkException(
                NetworkError.WrongAddressFamily, $"{listen} and {wished.Destination} are of different families.", $"{listen}", "Listen on an address of the destination's own family.");
        }
        if (wished is { IsLoopbackOnly: true, InInterface: not null })
            throw new NetworkException(NetworkError.InvalidValue, $"Packets to {listen} come in by no interface.", wished.Name, "Leave out -InInterface.");
        if (!wished.IsLoopbackOnly && !own.Contains(listen))
        {
            throw new NetworkException(
                NetworkError.AddressNotFound, $"{listen} is no address of {session.Description}, so nothing would come there.", $"{listen}",
                "Get-NetIPAddress lists its addresses; without -ListenAddress all of them are listened on.");
        }
    }
}
