using System.Buffers.Binary;
using System.Text;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.NfTables.Legacy;

/// <summary>
/// Reads tables of legacy iptables (IPT_SO_GET_INFO and IPT_SO_GET_ENTRIES, ip_tables.h and ip6_tables.h). To ask for a table makes it where it is
/// not there, so only such may be asked for as /proc/net/ip_tables_names or ip6_tables_names lists.
/// </summary>
public sealed class LegacyTablesClient(NamespaceHandle? there = null)
{
    private const int SOL_IP = 0, SOL_IPV6 = 41, IPPROTO_RAW = 255;
    private const int SO_GET_INFO = 64, SO_GET_ENTRIES = 65;

    /// <summary>struct ipt_getinfo: char name[32]; u32 valid_hooks, hook_entry[5], underflow[5], num_entries, size.</summary>
    private const int InfoLength = 84, NameLength = 32;

    /// <summary>struct ipt_get_entries: char name[32]; u32 size; and the entries, at a multiple of 8.</summary>
    private const int EntriesHeader = 40;

    private const int Attempts = 5;

    /// <summary>The table.</summary>
    /// <param name="family">IPv4 or IPv6.</param>
    /// <param name="name">Its name, which must be in the list of those that are there.</param>
    /// <exception cref="LinuxException">EPERM: not permitted; ENOPROTOOPT: no legacy iptables; EAGAIN: it changes all the time.</exception>
    /// <exception cref="InvalidDataException">What the kernel sent is not whole.</exception>
    public LegacyTable Read(NfFamily family, string name)
    {
        var isIPv6 = family == NfFamily.IPv6;
        using var socket = NamespaceDoor.OpenSocket(there, isIPv6 ? Libc.AF_INET6 : Libc.AF_INET, Libc.SOCK_RAW, IPPROTO_RAW);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var info = new byte[InfoLength];
            Encoding.ASCII.GetBytes(name, info.AsSpan(0, NameLength - 1));
            Ask(socket, isIPv6, SO_GET_INFO, info, name);
            var size = BinaryPrimitives.ReadInt32LittleEndian(info.AsSpan(InfoLength - 4));
            var entries = new byte[EntriesHeader + size];
            info.AsSpan(0, NameLength).CopyTo(entries);
            BinaryPrimitives.WriteInt32LittleEndian(entries.AsSpan(NameLength), size);
            try
            {
                Ask(socket, isIPv6, SO_GET_ENTRIES, entries, name);
            }
            catch (LinuxException failure) when (failure.Errno == Errno.EAGAIN)
            {
                continue;
            }
            return LegacyTableReader.Read(family, name, info, entries.AsSpan(EntriesHeader));
        }
        throw new LinuxException($"read the legacy table {name}", Errno.EAGAIN);
    }

    private static void Ask(FileDescriptor socket, bool isIPv6, int what, Span<byte> value, string name)
    {
        var length = (uint)value.Length;
        if (Libc.GetSocketOption(socket, isIPv6 ? SOL_IPV6 : SOL_IP, what, value, ref length) < 0)
            throw LinuxException.Last($"read the legacy table {name}");
    }
}
