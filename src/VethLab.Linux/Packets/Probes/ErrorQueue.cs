using System.Buffers.Binary;
using System.Net;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>
/// The errors that a socket's packets brought back (IP_RECVERR of ip(7)): struct sock_extended_err { u32 errno; u8 origin; u8 type; u8 code; u8 pad;
/// u32 info; u32 data; }, behind it the address of who told.
/// </summary>
internal static class ErrorQueue
{
    private const byte SO_EE_ORIGIN_LOCAL = 1, SO_EE_ORIGIN_ICMP = 2, SO_EE_ORIGIN_ICMP6 = 3;

    internal static void Enable(FileDescriptor socket, bool isV6)
    {
        var (level, name) = Option(isV6);
        if (Libc.SetSocketOption(socket, level, name, 1) != 0)
            throw LinuxException.Last("ask for a socket's errors");
    }

    /// <summary>The next error; null: there is none.</summary>
    internal static ProbeAnswer? Next(FileDescriptor socket, DatagramReader reader, ProbeOptions options)
    {
        var (level, name) = Option(options.IsV6);
        while (reader.Receive(socket, Libc.MSG_ERRQUEUE) == Errno.None)
        {
            if (!reader.TryGetControl(level, name, out var error) || error.Length < 16)
                continue;
            var info = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(error[8..]), int.MaxValue);
            switch (error[4])
            {
                case SO_EE_ORIGIN_LOCAL:
                    var errno = (Errno)BinaryPrimitives.ReadUInt32LittleEndian(error);
                    return ProbeAnswer.NotSent(errno) with { Mtu = errno == Errno.EMSGSIZE && info > 0 ? info : null };
                case SO_EE_ORIGIN_ICMP or SO_EE_ORIGIN_ICMP6:
                    var (status, text) = IcmpErrors.Explain(options.Destination.AddressFamily, error[5], error[6]);
                    return new ProbeAnswer
                    {
                        Status = status,
                        Message = text,
                        Responder = InternetSocketAddress.Read(error[16..]) ?? IPAddress.None,
                        Mtu = status == EchoStatus.PacketTooBig && info > 0 ? info : null,
                        IcmpType = error[5],
                        IcmpCode = error[6],
                    };
            }
        }
        return null;
    }

    private static (int Level, int Name) Option(bool isV6) => isV6 ? (Libc.SOL_IPV6, Libc.IPV6_RECVERR) : (Libc.SOL_IP, Libc.IP_RECVERR);
}
