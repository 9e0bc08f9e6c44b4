using VethLab.Linux.Interop;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// The calling thread's stay in another network namespace (setns(2)): in from construction to disposal, with <see cref="Leave"/> and
/// <see cref="Enter"/> for moments outside. All on one thread, which must not be a pool thread. Pool threads that are born inside are
/// brought back into the process's namespace at the end.
/// </summary>
public sealed class NamespaceSwitch : IDisposable
{
    private readonly NamespaceHandle inside;
    private readonly NamespaceHandle home;
    private readonly RuntimeThreads runtime;
    private readonly int thread = Environment.CurrentManagedThreadId;
    private bool entered;

    /// <summary>Enters. The caller keeps the handle open for as long as this lives.</summary>
    /// <exception cref="LinuxException">EPERM: not permitted.</exception>
    public NamespaceSwitch(NamespaceHandle inside)
    {
        this.inside = inside;
        home = NamespaceHandle.OpenCurrent();
        runtime = new RuntimeThreads();
        try
        {
            Enter();
        }
        catch
        {
            runtime.Dispose();
            home.Dispose();
            throw;
        }
    }

    /// <summary>Goes in again after <see cref="Leave"/>.</summary>
    /// <exception cref="LinuxException">EPERM: not permitted any more.</exception>
    public void Enter()
    {
        if (!entered)
            Move(inside, "enter a network namespace");
        entered = true;
    }

    /// <summary>Goes back to where the thread came from, for a while.</summary>
    /// <exception cref="LinuxException">EPERM: not permitted any more.</exception>
    public void Leave()
    {
        if (entered)
            Move(home, "go back to the network namespace that the thread came from");
        entered = false;
    }

    public void Dispose()
    {
        Leave();
        runtime.Dispose();
        if (inside.Inode != home.Inode)
            RuntimeThreads.BringPoolHome(inside.Inode);
        home.Dispose();
    }

    private void Move(NamespaceHandle to, string operation)
    {
        if (Environment.CurrentManagedThreadId != thread)
            throw new InvalidOperationException("a thread can leave a namespace only itself");
        if (Libc.SetNs((int)to.Descriptor.DangerousGetHandle(), Libc.CLONE_NEWNET) != 0)
            throw LinuxException.Last(operation);
    }
}
