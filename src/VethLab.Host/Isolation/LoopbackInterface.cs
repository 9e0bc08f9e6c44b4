using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace VethLab.Host.Isolation;

/// <summary>
/// Brings `lo` up in the fresh network namespace that the launcher made for -Isolated. The launcher cannot: the machine
/// may have no `ip` program.
/// </summary>
internal static partial class LoopbackInterface
{
    private const string Request = "VETHLAB_RAISE_LOOPBACK";

    private const int AddressFamilyInet = 2;
    private const int SocketDatagram = 2;
    private const int CloseOnExec = 0x80000; // SOCK_CLOEXEC
    private const nuint GetFlags = 0x8913; // SIOCGIFFLAGS, netdevice(7)
    private const nuint SetFlags = 0x8914; // SIOCSIFFLAGS
    private const short Up = 1; // IFF_UP

    /// <summary>Does it when the launcher asked, and takes the request out of the environment.</summary>
    /// <returns>Null, or why it could not be done.</returns>
    internal static string? RaiseWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(Request) is null)
            return null;
        Environment.SetEnvironmentVariable(Request, null);
        using var socket = OpenSocket(AddressFamilyInet, SocketDatagram | CloseOnExec, 0);
        var interfaceRequest = new InterfaceRequest { Name0 = (byte)'l', Name1 = (byte)'o' };
        if (socket.IsInvalid || Control(socket, GetFlags, ref interfaceRequest) < 0)
            return Marshal.GetLastPInvokeErrorMessage();
        interfaceRequest.Flags |= Up;
        return Control(socket, SetFlags, ref interfaceRequest) < 0 ? Marshal.GetLastPInvokeErrorMessage() : null;
    }

    // int socket(int domain, int type, int protocol);
    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial SafeFileHandle OpenSocket(int domain, int type, int protocol);

    // int ioctl(int fd, unsigned long request, struct ifreq *);
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle socket, nuint request, ref InterfaceRequest argument);

    /// <summary>struct ifreq of net/if.h: a name of 16 bytes, then a union of 24 bytes that begins with the flags.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 40)]
    private struct InterfaceRequest
    {
        [FieldOffset(0)]
        public byte Name0;

        [FieldOffset(1)]
        public byte Name1;

        [FieldOffset(16)]
        public short Flags;
    }
}
