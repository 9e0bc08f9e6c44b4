using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VethLab.Linux.Interop;
using VethLab.Linux.Processes;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// Starts a program inside a network namespace as <see cref="NamespaceProcess"/> does, but on its own. A thread made for the purpose goes in,
/// spawns, goes back and ends. All is made ready before, so that inside it only calls the kernel, and the runtime has no reason to start a thread
/// of its own there.
/// </summary>
internal static unsafe class NamespaceSpawn
{
    /// <summary>What could not be done.</summary>
    private enum Failed
    {
        None,
        Enter,
        MakeMounts,
        KeepMounts,
        Start,
    }

    /// <summary>Everything that is needed inside, in the kernel's form.</summary>
    private readonly struct Ready
    {
        internal int Inside { get; init; }
        internal byte* Program { get; init; }
        internal byte** Arguments { get; init; }
        internal byte** Environment { get; init; }
        internal byte* Actions { get; init; }
        internal byte* Attributes { get; init; }
        internal byte* None { get; init; }
        internal byte* Root { get; init; }
        internal byte* Sys { get; init; }
        internal byte* SysFileSystem { get; init; }
        internal byte* Mark { get; init; }

        /// <summary>Files below /etc/netns/NAME and those of /etc that they cover, in turn, ended by a null pointer.</summary>
        internal byte** Files { get; init; }
    }

    /// <summary>Starts it and returns its number. The caller has to collect it (waitpid(2)).</summary>
    internal static int Start(ProgramStart start, NamespaceHandle space, string? name)
    {
        using var texts = new NativeTexts();
        var actions = texts.Room(Libc.OpaqueSize);
        var attributes = texts.Room(Libc.OpaqueSize);
        _ = Libc.SpawnActionsInit(actions);
        _ = Libc.SpawnAttributesInit(attributes);
        var added = false;
        space.Descriptor.DangerousAddRef(ref added);
        try
        {
            SetUp(actions, attributes, texts, start.Output);
            var ready = new Ready
            {
                Inside = (int)space.Descriptor.DangerousGetHandle(),
                Program = texts.Text(start.FileName),
                Arguments = texts.List([start.FileName, .. start.Arguments]),
                Environment = texts.List(EnvironmentOf(start)),
                Actions = actions,
                Attributes = attributes,
                None = texts.Text("none"),
                Root = texts.Text("/"),
                Sys = texts.Text("/sys"),
                SysFileSystem = texts.Text("sysfs"),
                Mark = texts.Text(start.Mark),
                Files = texts.List(FilesOf(name).ToList()),
            };
            return OnOwnThread(ready, start.FileName);
        }
        finally
        {
            _ = Libc.SpawnActionsDestroy(actions);
            _ = Libc.SpawnAttributesDestroy(attributes);
            if (added)
                space.Descriptor.DangerousRelease();
        }
    }

    /// <summary>A session of its own, every signal as it is by default, none blocked; /dev/null or the output, and nothing else open.</summary>
    private static void SetUp(byte* actions, byte* attributes, NativeTexts texts, ProgramOutput? output)
    {
        var all = texts.Room(Libc.OpaqueSize);
        var none = texts.Room(Libc.OpaqueSize);
        _ = Libc.SignalsAll(all);
        _ = Libc.SignalsNone(none);
        Needed(Libc.SpawnAttributesSetFlags(attributes, Libc.POSIX_SPAWN_SETSID | Libc.POSIX_SPAWN_SETSIGMASK | Libc.POSIX_SPAWN_SETSIGDEF));
        Needed(Libc.SpawnAttributesSetMask(attributes, none));
        Needed(Libc.SpawnAttributesSetDefaults(attributes, all));
        Needed(Libc.SpawnActionsAddOpen(actions, 0, "/dev/null", Libc.O_RDONLY, 0));
        if (output is null)
            Needed(Libc.SpawnActionsAddOpen(actions, 1, "/dev/null", Libc.O_WRONLY, 0));
        else
            Needed(Libc.SpawnActionsAddDuplicate(actions, (int)output.Descriptor.DangerousGetHandle(), 1));
        Needed(Libc.SpawnActionsAddDuplicate(actions, 1, 2));
        foreach (var descriptor in InheritableDescriptors())
            Needed(Libc.SpawnActionsAddClose(actions, descriptor));
    }

    private static void Needed(int error)
    {
        if (error != 0)
            throw new LinuxException("prepare a program", (Errno)error);
    }

    /// <summary>What whoever started this process left open for its children, such as the pipe of a test runner: not for one that outlives it.</summary>
    private static List<int> InheritableDescriptors() => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Select(path => int.Parse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture))
        .Where(descriptor => descriptor > 2 && Libc.FileControl(descriptor, Libc.F_GETFD, 0) is >= 0 and var flags && (flags & Libc.FD_CLOEXEC) == 0)
        .ToList();

    private static List<string> EnvironmentOf(ProgramStart start)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? string.Empty;
        foreach (var (key, value) in start.Environment)
            variables[key] = value;
        return variables.Select(variable => $"{variable.Key}={variable.Value}").ToList();
    }

    private static IEnumerable<string> FilesOf(string? name)
    {
        if (name is null || !Directory.Exists(NamespaceFiles.DirectoryOf(name)))
            yield break;
        foreach (var source in Directory.EnumerateFileSystemEntries(NamespaceFiles.DirectoryOf(name)))
        {
            yield return source;
            yield return $"/etc/{Path.GetFileName(source)}";
        }
    }

    private static int OnOwnThread(Ready ready, string program)
    {
        var process = 0;
        var error = 0;
        var failed = Failed.Enter;
        var thread = new Thread(
            () =>
            {
                var home = Libc.Open("/proc/thread-self/ns/net", Libc.O_RDONLY);
                var homeMounts = Libc.Open("/proc/thread-self/ns/mnt", Libc.O_RDONLY);
                var inside = ready;
                int started = 0, reason = 0;
                failed = Inside(&inside, home, homeMounts, &started, &reason);
                process = started;
                error = reason;
                _ = Libc.Close(home);
                _ = Libc.Close(homeMounts);
            },
            maxStackSize: 256 * 1024);
        thread.IsBackground = true;
        thread.Start();
        thread.Join();
        return failed switch
        {
            Failed.None => process,
            Failed.Enter => throw new LinuxException("enter a network namespace", (Errno)error),
            Failed.MakeMounts => throw new LinuxException("make a mount namespace", (Errno)error),
            Failed.KeepMounts => throw new LinuxException("keep mounts private", (Errno)error),
            _ => throw new LinuxException($"start {program}", (Errno)error),
        };
    }

    [MethodImpl(Libc.Untiered)]
    private static Failed Inside(Ready* ready, int home, int homeMounts, int* process, int* error)
    {
        var failed = Enter(ready);
        *error = Marshal.GetLastPInvokeError();
        if (failed == Failed.None && (*error = Libc.PosixSpawn(process, ready->Program, ready->Actions, ready->Attributes, ready->Arguments, ready->Environment)) != 0)
            failed = Failed.Start;
        // Should a way back be shut, the thread ends all the same.
        _ = Libc.SetNs(home, Libc.CLONE_NEWNET);
        _ = Libc.SetNs(homeMounts, Libc.CLONE_NEWNS);
        return failed;
    }

    [MethodImpl(Libc.Untiered)]
    private static Failed Enter(Ready* ready)
    {
        if (Libc.SetNs(ready->Inside, Libc.CLONE_NEWNET) != 0)
            return Failed.Enter;
        if (Libc.Unshare(Libc.CLONE_NEWNS) != 0)
            return Failed.MakeMounts;
        // Mounts made elsewhere still arrive here, ours go nowhere.
        if (Libc.MountRaw(ready->None, ready->Root, ready->None, Libc.MS_REC | Libc.MS_SLAVE, null) != 0)
            return Failed.KeepMounts;
        // In some containers the kernel allows no fresh sysfs; the program then sees the one there was.
        _ = Libc.MountRaw(ready->Mark, ready->Sys, ready->SysFileSystem, 0, null);
        for (var file = ready->Files; *file != null; file += 2)
            _ = Libc.MountRaw(file[0], file[1], ready->None, Libc.MS_BIND, null);
        _ = Libc.ChangeDirectoryRaw(ready->Root);
        return Failed.None;
    }
}
