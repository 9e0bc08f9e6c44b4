using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// Opens things inside a namespace: a descriptor, once open, stays there whoever uses it, so nothing else need ever be done inside.
/// Where that is not the calling thread's own namespace, a thread made for the purpose (<see cref="DoorThread"/>) goes in, opens, and comes back; no
/// pool thread ever moves. What it runs inside is one method that calls the kernel and nothing else, so that the runtime has no
/// reason to start a thread of its own there.
/// </summary>
internal static unsafe class NamespaceDoor
{
    /// <summary>socket(2) in a namespace; null: the calling thread's.</summary>
    internal static FileDescriptor OpenSocket(NamespaceHandle? there, int domain, int type, int protocol)
    {
        type |= Libc.SOCK_CLOEXEC;
        if (there is null)
            return new FileDescriptor(Checked(Libc.Socket(domain, type, protocol), Marshal.GetLastPInvokeError(), "open a socket"));
        return Visit(there, "open a socket", (home, inside) => SocketInside(home, inside, domain, type, protocol));
    }

    /// <summary>open(2) in a namespace, for files whose content depends on the opener's: /proc/sys/net, /proc/thread-self/net.</summary>
    internal static FileDescriptor OpenFile(NamespaceHandle? there, string path, int flags)
    {
        if (there is null)
            return new FileDescriptor(Checked(Libc.Open(path, flags), Marshal.GetLastPInvokeError(), $"open {path}"));
        var pointer = Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            return Visit(there, $"open {path}", (home, inside) => OpenInside(home, inside, (byte*)pointer, flags | Libc.O_CLOEXEC));
        }
        finally
        {
            Marshal.FreeCoTaskMem(pointer);
        }
    }

    /// <summary>
    /// Reads many small files as the namespace has them, as far as there is room: path after path, a value behind the other. Returns how many were
    /// tried, and their lengths; -1 where there is no such file, or it cannot be read.
    /// </summary>
    /// <param name="there">The namespace; null: the calling thread's.</param>
    /// <param name="paths">Addresses of the paths, each with its final NUL.</param>
    /// <param name="values">Room for values; there is none for another where less than a page is left.</param>
    /// <param name="lengths">One for each path.</param>
    internal static int ReadFiles(NamespaceHandle? there, ReadOnlySpan<nint> paths, Span<byte> values, Span<int> lengths)
    {
        fixed (nint* path = paths)
        fixed (byte* value = values)
        fixed (int* length = lengths)
        {
            var (count, room) = (paths.Length, values.Length);
            if (there is null)
                return ReadEach((byte**)path, count, value, room, length);
            nint pathsAddress = (nint)path, valuesAddress = (nint)value, lengthsAddress = (nint)length;
            return Enter(there, "read files", (home, inside) => ReadInside(home, inside, (byte**)pathsAddress, count, (byte*)valuesAddress, room, (int*)lengthsAddress));
        }
    }

    /// <summary>A new, empty network namespace that nothing but the returned handle holds (unshare(2)).</summary>
    internal static NamespaceHandle Create() => NamespaceHandle.Adopt(
        new FileDescriptor(OnOwnThread("create a network namespace", home => CreateInside(home, null))), "a new network namespace");

    /// <summary>As above, with a route netlink socket in it.</summary>
    internal static (NamespaceHandle Handle, FileDescriptor Socket) CreateOpen()
    {
        var socket = -1;
        var space = OnOwnThread("create a network namespace", home =>
        {
            int opened;
            var result = CreateInside(home, &opened);
            socket = opened;
            return result;
        });
        var descriptor = new FileDescriptor(socket);
        try
        {
            return (NamespaceHandle.Adopt(new FileDescriptor(space), "a new network namespace"), descriptor);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>A path for openers, made ready once.</summary>
    private static readonly byte* OwnNamespace = (byte*)Marshal.StringToCoTaskMemUTF8("/proc/thread-self/ns/net");

    /// <summary>A page: what the kernel writes of a setting at most.</summary>
    private const int LongestValue = 4096;

    /// <summary>What an opener returns in place of a descriptor where it could not even go in.</summary>
    private const int NotEntered = -2;

    private delegate int Inside(int home, int inside);

    private static FileDescriptor Visit(NamespaceHandle there, string operation, Inside open) => new(Enter(there, operation, open));

    private static int Enter(NamespaceHandle there, string operation, Inside open)
    {
        var added = false;
        there.Descriptor.DangerousAddRef(ref added);
        try
        {
            var inside = (int)there.Descriptor.DangerousGetHandle();
            return OnOwnThread(operation, home => open(home, inside));
        }
        finally
        {
            if (added)
                there.Descriptor.DangerousRelease();
        }
    }

    /// <summary>Whether the way back was shut for the calling thread.</summary>
    [ThreadStatic]
    internal static bool IsLost;

    /// <summary>Runs an opener on a thread of ours: on another one, unless the calling one is.</summary>
    private static int OnOwnThread(string operation, Func<int, int> open)
    {
        var (descriptor, error) = HomeThread.IsOne && !IsLost ? DoorThread.Visit(open) : DoorThread.Run(open);
        return Checked(descriptor, error, operation);
    }

    private static int Checked(int result, int error, string operation) => result >= 0
        ? result
        : throw new LinuxException(result == NotEntered ? "enter a network namespace" : operation, (Errno)error);

    [MethodImpl(Libc.Untiered)]
    private static int SocketInside(int home, int inside, int domain, int type, int protocol)
    {
        if (Libc.SetNs(inside, Libc.CLONE_NEWNET) != 0)
            return NotEntered;
        return Return(home, Libc.Socket(domain, type, protocol));
    }

    [MethodImpl(Libc.Untiered)]
    private static int OpenInside(int home, int inside, byte* path, int flags)
    {
        if (Libc.SetNs(inside, Libc.CLONE_NEWNET) != 0)
            return NotEntered;
        return Return(home, Libc.OpenRaw(path, flags, 0));
    }

    [MethodImpl(Libc.Untiered)]
    private static int ReadInside(int home, int inside, byte** paths, int count, byte* values, int room, int* lengths)
    {
        if (Libc.SetNs(inside, Libc.CLONE_NEWNET) != 0)
            return NotEntered;
        return Return(home, ReadEach(paths, count, values, room, lengths));
    }

    [MethodImpl(Libc.Untiered)]
    private static int ReadEach(byte** paths, int count, byte* values, int room, int* lengths)
    {
        for (var i = 0; i < count; i++)
        {
            if (room < LongestValue)
                return i;
            lengths[i] = -1;
            var file = Libc.OpenRaw(paths[i], Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
            if (file < 0)
                continue;
            var length = (int)Libc.ReadRaw(file, values, LongestValue);
            _ = Libc.Close(file);
            lengths[i] = length;
            if (length > 0)
            {
                values += length;
                room -= length;
            }
        }
        return count;
    }

    /// <summary>With a place for a socket, one is opened there.</summary>
    [MethodImpl(Libc.Untiered)]
    private static int CreateInside(int home, int* socket)
    {
        if (Libc.Unshare(Libc.CLONE_NEWNET) != 0)
            return -1;
        var space = Libc.OpenRaw(OwnNamespace, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        if (space >= 0 && socket != null)
        {
            *socket = Libc.Socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, Netlink.NetlinkConstants.NETLINK_ROUTE);
            if (*socket < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                _ = Libc.Close(space);
                Marshal.SetLastPInvokeError(error);
                space = -1;
            }
        }
        return Return(home, space);
    }

    /// <summary>Leads the thread home, keeping the error of what it did inside. Should the way be shut, it is of no more use.</summary>
    [MethodImpl(Libc.Untiered)]
    private static int Return(int home, int descriptor)
    {
        var error = Marshal.GetLastPInvokeError();
        if (Libc.SetNs(home, Libc.CLONE_NEWNET) != 0)
            IsLost = true;
        Marshal.SetLastPInvokeError(error);
        return descriptor;
    }
}
