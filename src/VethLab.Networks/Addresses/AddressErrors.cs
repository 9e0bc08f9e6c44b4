using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Addresses;

/// <summary>Why an interface does not take an address, or does not have it.</summary>
internal static class AddressErrors
{
    /// <summary>IPV6_MIN_MTU: on links with less the kernel has no IPv6 (RFC 8200, section 5).</summary>
    private const int SmallestIPv6Mtu = 1280;

    /// <summary>The kernel takes 0.0.0.0 without a word and adds nothing.</summary>
    /// <exception cref="NetworkException">InvalidAddress.</exception>
    internal static void NeedAddress(string interfaceName, IPPrefix address)
    {
        if (address.Address.Equals(IPAddress.Any))
        {
            throw new NetworkException(
                NetworkError.InvalidAddress, $"'{interfaceName}' cannot have the address {address}: it stands for no address at all.", address.ToString(),
                "Take one of a host, such as 192.168.88.1/24.");
        }
    }

    internal static NetworkException Exists(string interfaceName, IPPrefix address, LinuxException? failure = null) => new(
        NetworkError.AddressExists, $"'{interfaceName}' has the address {address} already.", address.ToString(),
        $"There is nothing to do; Get-NetIPAddress -InterfaceAlias {interfaceName} shows it.", failure);

    internal static NetworkException NotFound(NamespaceSession session, string interfaceName, IPPrefix address)
    {
        var links = session.Links.List();
        var elsewhere = session.Addresses.List().Where(other => other.Address.Address.Equals(address.Address))
            .Select(other => $"{links.FirstOrDefault(link => link.Index == other.InterfaceIndex)?.Name} has {other.Address}")
            .ToList();
        return new NetworkException(
            NetworkError.AddressNotFound,
            $"'{interfaceName}' in {session.Description} does not have the address {address}"
            + (elsewhere.Count == 0 ? "." : $"; {string.Join(", ", elsewhere)}."),
            address.ToString(),
            "Get-NetIPAddress lists the addresses there are.");
    }

    internal static NetworkException? Explain(LinuxException failure, NamespaceSession session, string interfaceName, IPPrefix address)
    {
        var isIPv6 = address.Family == AddressFamily.InterNetworkV6;
        switch (failure.Errno)
        {
            case Errno.EEXIST:
                return Exists(interfaceName, address, failure);
            case Errno.EACCES or Errno.EOPNOTSUPP or Errno.EAFNOSUPPORT when isIPv6 && !session.HasIPv6:
                return KernelFeature.IPv6.Missing(interfaceName, failure);
            case Errno.EACCES when isIPv6:
                return new NetworkException(
                    NetworkError.FeatureMissing, $"IPv6 is turned off on '{interfaceName}': {failure.Message}", interfaceName,
                    $"'{session.Shell.Sysctl($"ipv6/conf/{interfaceName}/disable_ipv6", "0")}' turns it on.", failure);
            case Errno.EINVAL or Errno.ENOBUFS when isIPv6 && session.Links.Find(interfaceName) is { Mtu: < SmallestIPv6Mtu and var mtu }:
                return new NetworkException(
                    NetworkError.InvalidAddress, $"'{interfaceName}' takes no IPv6 address, since its MTU is {mtu}: {failure.Message}", address.ToString(),
                    $"IPv6 needs {SmallestIPv6Mtu}: Set-NetInterface {interfaceName} -Mtu {SmallestIPv6Mtu}.", failure);
            case Errno.EINVAL or Errno.EADDRNOTAVAIL:
                return new NetworkException(
                    NetworkError.InvalidAddress, $"'{interfaceName}' does not take {address}: {failure.Message}", address.ToString(),
                    "Take a unicast address; the kernel's own text says what it objects to.", failure);
            default:
                return null;
        }
    }
}
