using System.Buffers.Binary;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using VethLab.Linux.Packets;

namespace VethLab.Linux.NfTables;

/// <summary>Hears what nf_tables tells of traced packets in one namespace (nfnetlink's group NFNLGRP_NFTRACE). Dispose closes it.</summary>
internal sealed class NfTraceSocket : IDisposable
{
    private const int NFNLGRP_NFTRACE = 9;
    private const int BufferBytes = 4 * 1024 * 1024;

    private readonly FileDescriptor socket;
    private readonly DatagramReader reader = new(65536);

    /// <exception cref="LinuxException">EPERM: not permitted.</exception>
    internal NfTraceSocket(NamespaceHandle? there)
    {
        socket = NamespaceDoor.OpenSocket(there, Libc.AF_NETLINK, Libc.SOCK_RAW, NetlinkConstants.NETLINK_NETFILTER);
        if (Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, BufferBytes) != 0)
            _ = Libc.SetSocketOption(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUF, BufferBytes);
        // struct sockaddr_nl { u16 family; u16 pad; u32 port; u32 groups; }
        Span<byte> address = stackalloc byte[12];
        address.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(address, Libc.AF_NETLINK);
        BinaryPrimitives.WriteUInt32LittleEndian(address[8..], 1u << (NFNLGRP_NFTRACE - 1));
        if (Libc.Bind(socket, address, 12) != 0)
        {
            var refusal = LinuxException.Last("listen to traces of nf_tables");
            socket.Dispose();
            throw refusal;
        }
    }

    /// <summary>Whether there were more messages than it had room for.</summary>
    internal bool HasLost { get; private set; }

    /// <summary>Adds what has been told since the last time.</summary>
    internal void Read(List<NfTraceMessage> into)
    {
        while (true)
        {
            var errno = reader.Receive(socket, 0);
            HasLost |= errno == Errno.ENOBUFS;
            if (errno is not (Errno.None or Errno.ENOBUFS))
                return;
            // Other processes may send to this port too.
            if (errno != Errno.None || reader.Name.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(reader.Name[4..]) != 0)
                continue;
            foreach (var message in new NetlinkMessages(reader.Data))
            {
                if (NfTraceMessage.Decode(message.Type, message.Body) is { } trace)
                    into.Add(trace);
            }
        }
    }

    public void Dispose() => socket.Dispose();
}
