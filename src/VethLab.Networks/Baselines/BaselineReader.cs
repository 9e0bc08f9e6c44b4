using System.Runtime.ExceptionServices;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Baselines;

/// <summary>Takes baselines.</summary>
public static class BaselineReader
{
    private const int Readers = 2;

    /// <summary>
    /// What there is here and in all namespaces below /run/netns, with mounts and files; or in some namespaces only. A namespace that ends meanwhile, or
    /// may not be entered, has nothing.
    /// </summary>
    /// <param name="kinds">What to look at.</param>
    /// <param name="namespaces">Names; null: here, and all.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="NetworkException">NotPermitted.</exception>
    public static VethLabBaseline Take(IReadOnlyCollection<BaselineKind> kinds, IReadOnlyCollection<string>? namespaces = null, CancellationToken cancellation = default)
    {
        var wanted = kinds.ToHashSet();
        var places = Open(namespaces);
        try
        {
            // Which settings there may be is asked here, on the caller's thread.
            var sysctls = wanted.Contains(BaselineKind.Sysctl) ? new SysctlFacts() : null;
            var found = new List<BaselineItem>?[places.Count];
            ReadAll(places, found, (session, name) => new NamespaceFacts(session, name, wanted).Read(sysctls), cancellation);
            cancellation.ThrowIfCancellationRequested();
            var machine = namespaces is null ? MachineFacts.Read(wanted) : [];
            return new VethLabBaseline
            {
                TakenAt = DateTimeOffset.Now,
                Namespaces = (namespaces ?? []).ToSnapshotList(),
                Kinds = wanted.Order().Select(kind => kind.ToString()).ToSnapshotList(),
                Items = found.OfType<List<BaselineItem>>().SelectMany(items => items).Concat(machine).ToSnapshotList(),
            };
        }
        finally
        {
            foreach (var (session, _) in places)
                session.Dispose();
        }
    }

    private static List<(NamespaceSession Session, string? Name)> Open(IReadOnlyCollection<string>? namespaces)
    {
        var places = new List<(NamespaceSession, string?)>();
        var seen = new HashSet<ulong>();
        if (namespaces is null)
        {
            var here = NamespaceLocator.OpenHere();
            _ = seen.Add(here.Handle.Inode);
            places.Add((here, here.Name));
        }
        foreach (var name in namespaces ?? NamespaceDirectory.Names())
        {
            try
            {
                if (NamespaceDirectory.Open(name) is not { } handle)
                    continue;
                if (seen.Add(handle.Inode))
                    places.Add((new NamespaceSession(handle, isHere: false, name), name));
                else
                    handle.Dispose();
            }
            catch (LinuxException)
            {
                // Gone meanwhile, no namespace, or not for us to enter.
            }
        }
        return places;
    }

    /// <summary>Each namespace's sockets are used by one thread alone; the kernel reads several namespaces at the same time.</summary>
    private static void ReadAll(
        List<(NamespaceSession Session, string? Name)> places, List<BaselineItem>?[] found, Func<NamespaceSession, string?, List<BaselineItem>> read, CancellationToken cancellation)
    {
        var next = -1;
        ExceptionDispatchInfo? failed = null;
        void Work()
        {
            int place;
            while (failed is null && !cancellation.IsCancellationRequested && (place = Interlocked.Increment(ref next)) < places.Count)
            {
                var (session, name) = places[place];
                try
                {
                    found[place] = KernelErrors.Explained(name, () => read(session, name));
                }
                catch (Exception failure)
                {
                    failed ??= ExceptionDispatchInfo.Capture(failure);
                }
            }
        }
        // Here means the calling thread, so it reads that itself, as the first.
        var helpers = places.Count < Readers ? [] : Enumerable.Range(1, Readers - 1).Select(_ => new Thread(Work) { IsBackground = true }).ToList();
        if (places.Count > 0 && places[0].Session.IsHere)
        {
            var (session, name) = places[0];
            found[0] = KernelErrors.Explained(name, () => read(session, name));
            next = 0;
        }
        foreach (var helper in helpers)
            helper.Start();
        Work();
        foreach (var helper in helpers)
            helper.Join();
        failed?.Throw();
    }
}
