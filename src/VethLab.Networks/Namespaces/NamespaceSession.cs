using VethLab.Linux.Conntrack;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using VethLab.Linux.NfTables;
using VethLab.Linux.Route;
using VethLab.Linux.Sockets;
using VethLab.Linux.Sysctls;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Namespaces;

/// <summary>
/// One network namespace, open for work: its sockets, opened when first needed, and the clients that speak through them. Works there
/// whatever namespace the calling thread is in. Not for two threads at once. Dispose closes it.
/// </summary>
public sealed class NamespaceSession : IDisposable
{
    private readonly int openedBy = Environment.CurrentManagedThreadId;
    private readonly ulong expectedCookie;
    private NetlinkSocket? route;
    private NetlinkSocket? netfilter;
    private NetlinkSocket? diagnostics;
    private string? name;
    private bool nameIsKnown;
    private NamespaceIdentity? identity;

    /// <summary>A kernel that has it once has it for good, in all namespaces.</summary>
    private static volatile bool hasIPv6;

    /// <summary>Takes over the handle, and a socket in there. <paramref name="isHere"/>: it is the calling thread's own namespace.</summary>
    internal NamespaceSession(NamespaceHandle handle, bool isHere, string? name = null, ulong expectedCookie = 0, NetlinkSocket? route = null)
    {
        Handle = handle;
        IsHere = isHere;
        this.name = name;
        nameIsKnown = name is not null;
        this.expectedCookie = expectedCookie;
        this.route = route;
    }

    public NamespaceHandle Handle { get; }

    /// <summary>Whether it was the calling thread's namespace when it was opened.</summary>
    public bool IsHere { get; }

    /// <summary>The name below /run/netns; null where it has none, as the namespace of the machine itself.</summary>
    public string? Name
    {
        get
        {
            if (!nameIsKnown)
            {
                name = NamespaceLocator.NameOf(Handle.Inode);
                nameIsKnown = true;
            }
            return name;
        }
    }

    /// <summary>For messages: "namespace ns01", or "this namespace".</summary>
    public string Description => Name is { } known ? $"namespace {known}" : IsHere ? "this namespace" : $"namespace net:[{Handle.Inode}]";

    public NamespaceIdentity Identity => identity ??= new NamespaceIdentity(Handle.Inode, Route.NamespaceCookie);

    public LinkClient Links => new(Route);

    /// <summary>Changes that are sent at once.</summary>
    public RouteBatch NewBatch() => new(Route);

    public AddressClient Addresses => new(Route);

    public RouteClient Routes => new(Route);

    public NeighborClient Neighbors => new(Route);

    public BridgeFdbClient BridgeFdb => new(Route);

    public NamespaceIdClient NamespaceIds => new(Route);

    public RuleClient Rules => new(Route);

    public NetworkSettingsClient Settings => new(Route);

    public NfTablesClient NfTables => new(netfilter ??= NetlinkSocket.OpenNetfilter(There));

    public ConntrackClient Conntrack => new(netfilter ??= NetlinkSocket.OpenNetfilter(There));

    public SocketDiagnosticsClient Sockets => new(diagnostics ??= NetlinkSocket.OpenDiagnostics(There));

    public SysctlClient Sysctls => new(There);

    /// <summary>Whether the kernel has IPv6 at all.</summary>
    internal bool HasIPv6 => hasIPv6 || (hasIPv6 = Sysctls.Read("ipv6/conf/all/disable_ipv6") is not null);

    /// <summary>Whether the kernel has nf_tables.</summary>
    /// <exception cref="LinuxException">EPERM: not permitted.</exception>
    internal bool HasNfTables
    {
        get
        {
            try
            {
                _ = NfTables.GetGeneration();
                return true;
            }
            catch (LinuxException failure) when (failure.Errno is Errno.EPROTONOSUPPORT or Errno.EINVAL or Errno.EOPNOTSUPP)
            {
                return false;
            }
        }
    }

    /// <summary>How the equivalent command lines reach this namespace.</summary>
    internal ShellPrefix Shell => new(this);

    /// <summary>The handle for what is opened inside; null where that is simply here: what was here when it was opened need not be so for a thread that helps.</summary>
    public NamespaceHandle? There => IsHere && (Environment.CurrentManagedThreadId == openedBy || FileIdentity.InodeOf("/proc/thread-self/ns/net") == Handle.Inode) ? null : Handle;

    /// <summary>Compares the namespace's cookie with the one that is expected, where one is.</summary>
    /// <exception cref="NetworkException">NamespaceNotFound: it is another namespace.</exception>
    internal void Verify()
    {
        if (expectedCookie != 0)
            _ = Route;
    }

    private NetlinkSocket Route
    {
        get
        {
            if (route is not null)
                return route;
            try
            {
                route = NetlinkSocket.OpenRoute(There);
            }
            catch (LinuxException failure)
            {
                throw KernelErrors.Explain(failure, Name);
            }
            var cookie = route.NamespaceCookie;
            if (expectedCookie != 0 && cookie != 0 && cookie != expectedCookie)
                throw NamespaceLocator.Gone(new NamespaceIdentity(Handle.Inode, expectedCookie), name);
            return route;
        }
    }

    public void Dispose()
    {
        route?.Dispose();
        netfilter?.Dispose();
        diagnostics?.Dispose();
        Handle.Dispose();
    }
}
