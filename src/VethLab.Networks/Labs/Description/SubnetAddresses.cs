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
    private readonly HashSet<IPAddress> taken;

    /// <summary>Numbers within the network; of a larger one than /64 nobody sees the rest.</summary>
    private readonly ulong last;
    private ulong next;

    internal SubnetAddresses(IPPrefix network, IEnumerable<IPAddress> taken)
    {
        Network = network;
        this.taken = [.. taken.Where(network.Contains)];
        var hostBits = IPPrefix.BitsOf(network.Address) - network.Length;
        last = hostBits >= 64 ? ulong.MaxValue : (1UL << hostBits) - 1;
        var isPlain = hostBits > 1 || (network.Family == AddressFamily.InterNetworkV6 && hostBits > 0);
        next = isPlain ? 1u : 0;
        if (isPlain && network.Family == AddressFamily.InterNetwork)
            last--;
    }

    internal IPPrefix Network { get; }

    /// <summary>The next free address with the network's prefix length; null where there is none left.</summary>
    internal IPPrefix? Next()
    {
        for (; next <= last; next++)
        {
            var address = AddressOf(next);
            if (!taken.Add(address))
                continue;
            next++;
            return new IPPrefix(address, Network.Length);
        }
        return null;
    }

    private IPAddress AddressOf(ulong number)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = Network.Address.TryWriteBytes(bytes, out var length);
        for (var i = length - 1; number > 0; i--, number >>= 8)
            bytes[i] |= (byte)number;
        return new IPAddress(bytes[..length]);
    }
}
