using System.Globalization;
using System.Net;
using VethLab.Linux.NfTables;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Nat.Ports;

/// <summary>Sockets that a namespace's own processes listen on (proc_net_tcp.rst): a mapping of their port takes what would come to them.</summary>
internal static class LocalListeners
{
    private const string TcpListen = "0A";
    private const string UdpUnconnected = "07";

    /// <summary>The first that a mapping takes packets from, as address and port; null: none.</summary>
    internal static string? Find(NamespaceSession session, PortMappingDescription mapping)
    {
        var name = PortMappingRules.Word(mapping.Protocol);
        // Sockets of both families are listed as IPv6's.
        string[] files = mapping.Family == NfFamily.IPv6 ? [name + "6"] : [name, name + "6"];
        return files.SelectMany(file => Read(session.Sysctls.ReadProcNet(file), mapping.Protocol == PortProtocol.Tcp ? TcpListen : UdpUnconnected))
            .Where(socket => mapping.Ports.Contains(socket.Port) && Takes(mapping, socket.Address))
            .Select(socket => $"{new IPEndPoint(socket.Address, socket.Port)}").FirstOrDefault();
    }

    private static bool Takes(PortMappingDescription mapping, IPAddress address)
    {
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            return true;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == mapping.Destination.AddressFamily
            && (mapping.ListenAddress is { } only ? only.Equals(address) : !IPAddress.IsLoopback(address) || mapping.WantsLoopback);
    }

    private static IEnumerable<(IPAddress Address, int Port)> Read(string? table, string state)
    {
        foreach (var line in (table ?? string.Empty).Split('\n').Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 3 && fields[3] == state && fields[1].Split(':') is [var address, var port])
                yield return (Address(address), int.Parse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Words of four bytes, each in the machine's own order.</summary>
    private static IPAddress Address(string text)
    {
        var bytes = Convert.FromHexString(text);
        if (BitConverter.IsLittleEndian)
        {
            for (var at = 0; at < bytes.Length; at += 4)
                Array.Reverse(bytes, at, 4);
        }
        return new IPAddress(bytes);
    }
}
