using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// Opens things inside a namespace: a descriptor, once open, stays there whoever uses it, so nothing else need ever be done inside.
/// Where that is not the calling thread's own namespace, a thread made for the purpose goes in, opens, and ends; no pool thread
/// ever moves. What it runs inside is one method that calls the kernel and nothing else, so that the runtime has no reason to
/// start a thread of its own there.
/// </summary>
internal static unsafe class NamespaceDoor
{
    /// <summary>socket(2) in a namespace; null: the calling thread's.</summary>
    internal static FileDescriptor OpenSocket(NamespaceHandle? there, int domain, int type, int protocol)
    {
        type |= Libc.SOCK_CLOEXEC;
        if (there is null)
            return Checked(Libc.Socket(domain, type, protocol), Marshal.GetLastPInvokeError(), "open a socket");
        return Visit(there, "open a socket", (home, inside) => SocketInside(home, inside, domain, type, protocol));
    }

    /// <summary>open(2) in a namespace, for files whose content depends on the opener's: /proc/sys/net, /proc/thread-self/net.</summary>
    internal static FileDescriptor OpenFile(NamespaceHandle? there, string path, int flags)
    {
        if (there is null)
            return Checked(Libc.Open(path, flags), Marshal.GetLastPInvokeError(), $"open {path}");
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

    /// <summary>A new, empty network namespace that nothing but the returned handle holds (unshare(2)).</summary>
    internal static NamespaceHandle Create()
    {
        var path = Marshal.StringToCoTaskMemUTF8("/proc/thread-self/ns/net");
        try
        {
            var descriptor = OnOwnThread("create a network namespace", home => CreateInside(home, (byte*)path));
            return NamespaceHandle.Adopt(descriptor, "a new network namespace");
        }
        finally
        {
            Marshal.FreeCoTaskMem(path);
        }
    }

    /// <summary>What an opener returns in place of a descriptor where it could not even go in.</summary>
    private const int NotEntered = -2;

    private delegate int Inside(int home, int inside);

    private static FileDescriptor Visit(NamespaceHandle there, string operation, Inside open)
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

    /// <summary>Runs an opener on a thread of its own, which has first opened its way back.</summary>
    private static FileDescriptor OnOwnThread(string operation, Func<int, int> open)
    {
        var descriptor = -1;
        var error = 0;
        var thread = new Thread(
            () =>
            {
                var home = Libc.Open("/proc/thread-self/ns/net", Libc.O_RDONLY);
                if (home >= 0)
                {
                    descriptor = open(home);
                    error = Marshal.GetLastPInvokeError();
                    _ = Libc.Close(home);
                }
                else
                {
                    error = Marshal.GetLastPInvokeError();
                }
            },
            maxStackSize: 128 * 1024);
        thread.IsBackground = true;
        thread.Start();
        thread.Join();
        return Checked(descriptor, error, operation);
    }

    private static FileDescriptor Checked(int descriptor, int error, string operation) => descriptor >= 0
        ? new FileDescriptor(descriptor)
        : throw new LinuxException(descriptor == NotEntered ? "enter a network namespace" : operation, (Errno)error);

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
    private static int CreateInside(int home, byte* path)
    {
        if (Libc.Unshare(Libc.CLONE_NEWNET) != 0)
            return -1;
        return Return(home, Libc.OpenRaw(path, Libc.O_RDONLY | Libc.O_CLOEXEC, 0));
    }

    /// <summary>Leads the thread home, keeping the error of what it did inside. Should the way be shut, the thread ends all the same.</summary>
    [MethodImpl(Libc.Untiered)]
    private static int Return(int home, int descriptor)
    {
        var error = Marshal.GetLastPInvokeError();
        _ = Libc.SetNs(home, Libc.CLONE_NEWNET);
        Marshal.SetLastPInvokeError(error);
        return descriptor;
    }
}
