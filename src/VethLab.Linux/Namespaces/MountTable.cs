using VethLab.Linux.Interop;

namespace VethLab.Linux.Namespaces;

/// <summary>Tells whether anything was mounted or unmounted in this process's mount namespace (proc(5), /proc/PID/mounts: poll(2) marks a change by POLLERR).</summary>
public static class MountTable
{
    private static readonly FileDescriptor Table = new(Libc.Open("/proc/self/mounts", Libc.O_RDONLY));
    private static readonly object Turn = new();
    private static long version;

    /// <summary>Grows with each change; also where changes cannot be seen.</summary>
    public static long Version
    {
        get
        {
            lock (Turn)
            {
                Span<Libc.PollDescriptor> poll = [new() { Descriptor = (int)Table.DangerousGetHandle(), Events = 0 }];
                if (Table.IsInvalid || Libc.Poll(poll, 1, 0) != 0)
                    version++;
                return version;
            }
        }
    }
}
