using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VethLab.Linux.Interop;

/// <summary>What packet(7), icmp(7), raw(7), ip(7) and ipv6(7) sockets need, and the clock their time stamps are taken from.</summary>
internal static partial class Libc
{
    internal const int SOL_IP = 0;
    internal const int SOL_IPV6 = 41;
    internal const int SOL_ICMPV6 = 58;
    internal const int SOL_RAW = 255;
    internal const int SOL_PACKET = 263;

    internal const int IPPROTO_ICMP = 1;
    internal const int IPPROTO_ICMPV6 = 58;

    internal const int SO_ERROR = 4;
    internal const int SO_BROADCAST = 6;
    internal const int SO_SNDBUF = 7;
    internal const int SO_SNDBUFFORCE = 32;
    internal const int SO_TIMESTAMPNS = 35;
    internal const int SCM_TIMESTAMPNS = SO_TIMESTAMPNS;

    internal const int IP_TTL = 2;
    internal const int IP_MTU_DISCOVER = 10;
    internal const int IP_RECVERR = 11;
    internal const int IP_RECVTTL = 12;
    internal const int IP_MTU = 14;
    internal const int IP_MULTICAST_TTL = 33;
    internal const int IP_PMTUDISC_DO = 2;

    internal const int IPV6_UNICAST_HOPS = 16;
    internal const int IPV6_MULTICAST_HOPS = 18;
    internal const int IPV6_MTU_DISCOVER = 23;
    internal const int IPV6_MTU = 24;
    internal const int IPV6_RECVERR = 25;
    internal const int IPV6_RECVHOPLIMIT = 51;
    internal const int IPV6_HOPLIMIT = 52;
    internal const int IPV6_PMTUDISC_DO = 2;

    internal const int ICMP_FILTER = 1;
    internal const int ICMPV6_FILTER = 1;

    internal const int PACKET_ADD_MEMBERSHIP = 1;
    internal const int PACKET_RX_RING = 5;
    internal const int PACKET_STATISTICS = 6;
    internal const int PACKET_VERSION = 10;
    internal const int PACKET_IGNORE_OUTGOING = 23;
    internal const int PACKET_MR_PROMISC = 1;
    internal const int TPACKET_V3 = 2;
    internal const int ETH_P_ALL = 3;

    internal const int SO_ATTACH_FILTER = 26;

    internal const uint TP_STATUS_KERNEL = 0;
    internal const uint TP_STATUS_USER = 1;
    internal const uint TP_STATUS_CSUMNOTREADY = 1 << 3;
    internal const uint TP_STATUS_VLAN_VALID = 1 << 4;
    internal const uint TP_STATUS_VLAN_TPID_VALID = 1 << 6;

    internal const int MSG_ERRQUEUE = 0x2000;
    internal const short POLLOUT = 4;

    internal const int CLOCK_REALTIME = 0;
    internal const int CLOCK_MONOTONIC = 1;

    // int clock_gettime(clockid_t clockid, struct timespec *tp);
    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int ClockGetTime(int clock, out TimeSpecification time);

    /// <summary>CLOCK_REALTIME in nanoseconds since 1970: the clock of SO_TIMESTAMPNS. Reading it cannot fail.</summary>
    internal static long RealTimeNanoseconds() => Nanoseconds(CLOCK_REALTIME);

    /// <summary>CLOCK_MONOTONIC in nanoseconds: the clock "mono" of tracefs.</summary>
    internal static long MonotonicNanoseconds() => Nanoseconds(CLOCK_MONOTONIC);

    private static long Nanoseconds(int clock)
    {
        _ = ClockGetTime(clock, out var time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }

    /// <summary>setsockopt(2) for the many options whose value is an int.</summary>
    internal static int SetSocketOption(FileDescriptor socket, int level, int name, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return SetSocketOption(socket, level, name, bytes, sizeof(int));
    }

    /// <summary>struct timespec on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}
