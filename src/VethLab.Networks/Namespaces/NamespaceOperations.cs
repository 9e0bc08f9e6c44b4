using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route;
using VethLab.Networks.Dns;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs;
using VethLab.Networks.Plans;

namespace VethLab.Networks.Namespaces;

/// <summary>Makes, reads and removes named network namespaces.</summary>
public static class NamespaceOperations
{
    private const int LoopbackIndex = 1;

    /// <summary>The namespaces below /run/netns, sorted by name, stale files included.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public static IReadOnlyList<NetNamespace> List()
    {
        using var here = NamespaceLocator.OpenHere();
        return NamespaceDirectory.Names().Select(name => Read(here, name)).OfType<NetNamespace>().ToList();
    }

    /// <summary>One namespace; null where the name does not exist.</summary>
    /// <exception cref="NetworkException">InvalidName.</exception>
    public static NetNamespace? Find(string name)
    {
        using var here = NamespaceLocator.OpenHere();
        return Find(here, name);
    }

    /// <summary>As above, as the caller's namespace, which is open already, sees it.</summary>
    /// <exception cref="NetworkException">InvalidName.</exception>
    public static NetNamespace? Find(NamespaceSession here, string name)
    {
        NamespaceName.Check(name);
        return Read(here, name);
    }

    private static NetNamespace Named(string name)
    {
        var dns = ResolverFile.Read(name);
        return new NetNamespace { Name = name, Path = NamespaceDirectory.PathOf(name), DnsServer = dns?.Servers, DnsSearch = dns?.Search };
    }

    private static NetNamespace? Read(NamespaceSession here, string name)
    {
        var space = Named(name);
        try
        {
            using var handle = NamespaceDirectory.Open(name);
            return handle is null
                ? null
                : space with { NamespaceId = new NamespaceIdentity(handle.Inode, 0), Id = here.NamespaceIds.Find(handle) };
        }
        catch (LinuxException failure) when (failure.Errno == Errno.EINVAL)
        {
            return space with { IsStale = true };
        }
        catch (LinuxException failure)
        {
            throw KernelErrors.Explain(failure, name);
        }
    }

    /// <summary>The namespace that a process's main thread is in, under its name where it has one.</summary>
    /// <exception cref="NetworkException">ProcessNotFound, NotPermitted.</exception>
    public static NetNamespace OfProcess(int process)
    {
        using var session = NamespaceLocator.OpenProcess(process);
        return Describe(session, process) with { ProcessId = process };
    }

    /// <summary>The namespace that a session works in. One without a name is called by a process, or at least a thread, that is in it.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public static NetNamespace Of(NamespaceSession session) =>
        session.Name is not null ? Describe(session, null) : Describe(session, TaskIn(session.Handle.Inode));

    private static NetNamespace Describe(NamespaceSession session, int? task)
    {
        using var here = NamespaceLocator.OpenHere();
        var space = session.Name is { } name
            ? Named(name)
            : new NetNamespace { Name = $"{NetNamespace.UnnamedPrefix}{task}", Path = $"/proc/{task}/ns/net", ProcessId = task };
        return KernelErrors.Explained(
            space.Name,
            () => space with { NamespaceId = new NamespaceIdentity(session.Handle.Inode, 0), Id = here.NamespaceIds.Find(session.Handle) });
    }

    /// <summary>
    /// This process where its main thread is in the namespace, else another process; else the calling thread, which proc(5) finds by its
    /// number as if it were a process.
    /// </summary>
    private static int TaskIn(ulong inode) =>
        FileIdentity.InodeOf("/proc/self/ns/net") == inode ? Environment.ProcessId : NamespaceLocator.ProcessIn(inode) ?? NamespaceLocator.CallingThread();

    /// <summary>The namespaces that processes are in and that have no name, each once, by its process with the lowest number.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public static IReadOnlyList<NetNamespace> ListUnnamed()
    {
        var seen = NamespaceDirectory.Names().Select(name => FileIdentity.InodeOf(NamespaceDirectory.PathOf(name))).ToHashSet();
        var found = new List<NetNamespace>();
        foreach (var process in NamespaceLocator.Processes().Order())
        {
            var inode = FileIdentity.InodeOf($"/proc/{process}/ns/net");
            if (inode == 0 || !seen.Add(inode))
                continue;
            try
            {
                found.Add(OfProcess(process));
            }
            catch (NetworkException failure) when (failure.Error is NetworkError.ProcessNotFound or NetworkError.NotPermitted)
            {
                // It ended just now, or is somebody else's.
            }
        }
        return found;
    }

    /// <summary>
    /// Plans a new namespace with its loopback up. It gets its name only when loopback carries VethLab's mark, so that whoever sees it
    /// sees whose it is. Name servers of its own are there when it appears, and none that another of its name has left.
    /// </summary>
    /// <exception cref="NetworkException">InvalidName, NamespaceExists, NamespaceStale, DnsFileExists.</exception>
    public static Plan PlanCreate(string name, bool down = false, ResolverSettings? dns = null)
    {
        NeedFree(name);
        var plan = new Plan();
        var resolver = dns is null ? ResolverFile.RemoveStep(name) : ResolverFile.WriteStep(name, dns);
        if (resolver is not null)
            plan.Add(resolver.Command, () => Claim(name, resolver), () => GiveBack(name, resolver));
        foreach (var note in dns is null ? [] : ResolverArguments.Notes(dns))
            plan.Notes.Add(note);
        plan.Add(
            () => CreateCommand(name, down),
            () => KernelErrors.Explained(name, () => Create(name, down, isClaimed: resolver is not null), failure => ExplainCreation(failure, name)),
            () => NamespaceDirectory.Remove(name));
        return plan;
    }

    private static string CreateCommand(string name, bool down)
    {
        var word = ShellPrefix.Quote(name);
        return $"ip netns add {word} && ip -n {word} link set lo alias {VethLabMark.Alias} group {VethLabMark.Group}{(down ? "" : " up")}";
    }

    /// <summary>Checks that a name for a new namespace is possible and free.</summary>
    /// <exception cref="NetworkException">InvalidName, NamespaceExists, NamespaceStale.</exception>
    internal static void NeedFree(string name)
    {
        NamespaceName.Check(name);
        if (NamespaceDirectory.Exists(name))
            throw ExistsAlready(name);
    }

    /// <summary>What a kernel's refusal to make a namespace means.</summary>
    internal static NetworkException? ExplainCreation(LinuxException failure, string name) => failure.Errno switch
    {
        Errno.EEXIST => ExistsAlready(name),
        Errno.ENOSPC => new NetworkException(
            NetworkError.Busy, $"No further namespace is possible: {failure.Message}", name, "Raise the sysctl user.max_net_namespaces.", failure),
        _ => PermissionErrors.OnNamespaceDirectory(failure, name),
    };

    /// <summary>Nobody else may take the name between its file and its namespace.</summary>
    private static void Claim(string name, Step resolver)
    {
        KernelErrors.Explained(
            name,
            () => NamespaceDirectory.Claim(name),
            failure => ExplainCreation(failure, name));
        try
        {
            resolver.Apply();
        }
        catch
        {
            NamespaceDirectory.Release(name);
            throw;
        }
    }

    private static void GiveBack(string name, Step resolver)
    {
        resolver.Undo?.Invoke();
        NamespaceDirectory.Release(name);
    }

    private static void Create(string name, bool down, bool isClaimed)
    {
        using var space = NewSpace(name);
        space.Links.Change(LoopbackIndex, new LinkDescription { Alias = VethLabMark.Alias, Group = VethLabMark.Group, Up = down ? null : true });
        if (isClaimed)
            NamespaceDirectory.MountClaimed(name, space.Handle);
        else
            NamespaceDirectory.Mount(name, space.Handle);
    }

    /// <summary>A namespace that is to get that name, open for work.</summary>
    /// <exception cref="NetworkException">FeatureMissing, NotPermitted.</exception>
    internal static NamespaceSession NewSpace(string name)
    {
        try
        {
            var (handle, route) = NamespaceDirectory.CreateOpen();
            return new NamespaceSession(handle, isHere: false, name, route: route);
        }
        catch (LinuxException failure) when (failure.Errno is Errno.EINVAL)
        {
            throw KernelFeature.NetworkNamespaces.Missing(name, failure);
        }
        catch (LinuxException failure) when (failure.Errno is Errno.EPERM)
        {
            // Not for lack of a right in /run/netns, which comes later.
            throw KernelErrors.Explain(failure, name);
        }
    }

    private static NetworkException ExistsAlready(string name)
    {
        try
        {
            using var session = NamespaceLocator.OpenNamed(name);
            var loopback = session.Links.Find(LoopbackIndex);
            var ours = loopback is not null && VethLabMark.IsOn(loopback);
            var lab = ours ? LabMark.LabOf(loopback!) : null;
            return new NetworkException(
                NetworkError.NamespaceExists,
                $"Namespace '{name}' exists already, {(lab is not null ? $"in the lab {lab}" : ours ? "made by VethLab" : "not made by VethLab")}.",
                name,
                lab is not null ? $"Choose another name, or remove the lab: Remove-VethLab {lab}."
                    : ours ? $"It may be left from an earlier run: Remove-NetNamespace {name} removes it." : "Choose another name.");
        }
        catch (NetworkException failure) when (failure.Error == NetworkError.NotPermitted)
        {
            // Whose it is cannot be seen, that it exists can.
            return new NetworkException(NetworkError.NamespaceExists, $"Namespace '{name}' exists already.", name, "Choose another name.", failure);
        }
        catch (NetworkException failure)
        {
            return failure;
        }
    }

    /// <summary>
    /// Plans to remove a namespace's name, and the name servers that VethLab gave it; with the name goes the namespace, once nobody is inside any
    /// more. Name servers that are left of a namespace that is gone can be removed by its name.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="force">Remove the file of a namespace that was lost, too.</param>
    /// <param name="expected">The namespace that the name must stand for; null: whichever has it.</param>
    /// <param name="departure">Learns which interfaces elsewhere go along, to wait for them afterwards.</param>
    /// <exception cref="NetworkException">InvalidName, NamespaceNotFound, NamespaceStale.</exception>
    public static Plan PlanRemove(string name, bool force = false, NamespaceIdentity? expected = null, NamespaceDeparture? departure = null)
    {
        var plan = new Plan();
        var space = Find(name);
        // The kernel may have given the number of an object's namespace to one with another name, and the name to a third.
        if (expected is { Inode: not 0 } identity && space is not null && space.NamespaceId.Inode != identity.Inode)
            throw NamespaceLocator.Gone(identity, name);
        if (space is { IsStale: true } && !force && !(NamespaceDirectory.IsOurPlaceholder(name) && NamespaceMounts.WhoSeesOneOn(space.Path) is null))
            throw NamespaceLocator.Stale(name);
        // First, since its name is what leads to it.
        if (ResolverFile.RemoveStep(name, emptyToo: space is not null) is { } resolver)
            plan.Add(resolver.Command, resolver.Apply, resolver.Undo);
        if (space is null)
        {
            return !plan.IsEmpty ? plan : throw new NetworkException(
                NetworkError.NamespaceNotFound, $"There is no namespace '{name}'.", name, "Get-NetNamespace lists those there are.");
        }
        plan.AddFinal(
            () => space.IsStale ? $"rm {ShellPrefix.Quote(space.Path)}" : $"ip netns delete {ShellPrefix.Quote(name)}",
            () => KernelErrors.Explained(name, () => Remove(space, departure), failure => failure.Errno == Errno.EBUSY
                ? new NetworkException(
                    NetworkError.Busy, $"The file of namespace '{name}' cannot go, since something is mounted on it: {failure.Message}", name,
                    $"'umount {ShellPrefix.Quote(space.Path)}', until nothing is mounted there, and Remove-NetNamespace {name} again.", failure)
                : PermissionErrors.OnNamespaceDirectory(failure, name)));
        return plan;
    }

    private static void Remove(NetNamespace space, NamespaceDeparture? departure)
    {
        if (!space.IsStale)
            departure?.Watch(space.Name);
        try
        {
            NamespaceDirectory.Remove(space.Name);
        }
        catch (LinuxException)
        {
            departure?.Forget(space.Name);
            throw;
        }
    }
}
