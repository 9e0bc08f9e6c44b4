using System.Net;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>Chooses the port that a socket sends from, before anything is sent.</summary>
internal static class SourcePort
{
    /// <summary>Binds to the source, or to no address of any, at a free port, and returns it.</summary>
    /// <exception cref="LinuxException">EADDRNOTAVAIL: the source is not an own address.</exception>
    internal static ushort Bind(FileDescriptor socket, ProbeOptions options)
    {
        Span<byte> buffer = stackalloc byte[InternetSocketAddress.MaximumLength];
        var address = InternetSocketAddress.Write(options.Source ?? (options.IsV6 ? IPAddress.IPv6Any : IPAddress.Any), buffer);
        if (Libc.Bind(socket, address, (uint)address.Length) != 0)
            throw LinuxException.Last(options.Source is { } source ? $"send from {source}" : "choose a port");
        var length = (uint)buffer.Length;
        if (Libc.GetSocketName(socket, buffer, ref length) != 0)
            throw LinuxException.Last("read the port that was chosen");
        return InternetSocketAddress.ReadPort(buffer);
    }
}
