using System.Buffers.Binary;
using System.Net;
using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;

namespace VethLab.Linux.Sockets;

/// <summary>
/// A socket that takes what anybody sends to its port (struct inet_diag_msg { u8 family, state, timer, retrans; struct inet_diag_sockid { be16
/// source port, destination port; be32 source[4], destination[4]; u32 interface, cookie[2] } … } of 72 bytes, and attributes).
/// </summary>
/// <param name="Address">The address that it is bound to; 0.0.0.0 or :: for all.</param>
/// <param name="Port">Its port.</param>
/// <param name="InterfaceIndex">The interface that it is bound to; 0: none.</param>
/// <param name="IsIPv6Only">An IPv6 socket that takes no IPv4.</param>
public sealed record ListeningSocket(IPAddress Address, ushort Port, int InterfaceIndex, bool IsIPv6Only)
{
    private const int MessageLength = 72;
    private const int SourceOffset = 8;
    private const int InterfaceOffset = 40;
    private const int INET_DIAG_SKV6ONLY = 11;

    /// <summary>Whether it takes what comes to an address by an interface.</summary>
    public bool Takes(IPAddress address, ushort port, int interfaceIndex)
    {
        if (Port != port || (InterfaceIndex != 0 && InterfaceIndex != interfaceIndex))
            return false;
        if (Address.AddressFamily == address.AddressFamily)
            return Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any) || Address.Equals(new IPAddress(address.GetAddressBytes()));
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && !IsIPv6Only
            && (Address.Equals(IPAddress.IPv6Any) || Address.Equals(address.MapToIPv6()));
    }

    internal static ListeningSocket? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != SocketDiagnosticsClient.SOCK_DIAG_BY_FAMILY)
            return null;
        if (body.Length < MessageLength)
            throw new InvalidDataException($"a socket of {body.Length} bytes");
        var isOnly = false;
        foreach (var attribute in new NetlinkAttributes(body[MessageLength..]))
        {
            if (attribute.Type == INET_DIAG_SKV6ONLY)
                isOnly = attribute.AsByte() != 0;
        }
        var length = body[0] == Libc.AF_INET6 ? 16 : 4;
        return new ListeningSocket(
            new IPAddress(body.Slice(SourceOffset, length)), BinaryPrimitives.ReadUInt16BigEndian(body[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(body[InterfaceOffset..]), isOnly);
    }
}
