using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;

namespace VethLab.Networks.Labs.Description;

/// <summary>
/// Hands out the addresses of a network one after the other, leaving out those that are taken. An IPv4 network's own address and its broadcast
/// address are for nobody (but with /31 and /32, RFC 3021), nor is an IPv6 network's first, which is for its routers (RFC 4291).
/// </summary>
internal sealed class SubnetAddresses
{
    private readonly IPPrefix network;
    private readonly HashSet<IPAddress> taken;
    private readonly UInt128 last;
    private UInt128 next;

    internal SubnetAddresses(IPPrefix network, IEnumerable<IPAddress> taken)
    {
        this.network = network;
        this.taken = [.. taken.Where(network.Contains)];
        var first = NumberOf(network.Address);
        var hostBits = IPPrefix.BitsOf(network.Address) - network.Length;
        last = first + (hostBits >= 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1);
        var isPlain = hostBits > 1 || (network.Family == AddressFamily.InterNetworkV6 && hostBits > 0);
        next = isPlain ? first + 1 : first;
        if (isPlain && network.Family == AddressFamily.InterNetwork)
            last--;
    }

    /// <summary>The next free address with the network's prefix length; null where there is none left.</summary>
    internal IPPrefix? Next()
    {
        for (; next <= last; next++)
        {
            var address = AddressOf(next);
            if (!taken.Add(address))
                continue;
            next++;
            return new IPPrefix(address, network.Length);
        }
        return null;
    }

    private static UInt128 NumberOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out var length);
        return length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private IPAddress AddressOf(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(network.Family == AddressFamily.InterNetwork ? bytes[12..] : bytes);
    }
}
