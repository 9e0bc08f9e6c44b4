using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using VethLab.Linux.Packets;
using VethLab.Linux.Processes;

namespace VethLab.Linux.NfTables;

/// <summary>
/// Traces a flow through nf_tables in one namespace: tables of its own mark the flow's packets before anybody else's chain sees them. They belong to
/// its socket, so that they go with the process even where that is killed (NFT_TABLE_F_OWNER, Linux 5.12). Dispose removes them.
/// </summary>
public sealed class NfFlowTrace : IDisposable
{
    /// <summary>Begins the names of the tables; a mark of the process follows.</summary>
    public const string TablePrefix = "vlprobe-";

    private readonly NetlinkSocket socket;
    private readonly NfTablesClient client;
    private readonly NfTraceSocket told;
    private readonly NfName name = TablePrefix + ProcessMark.Next();
    private readonly List<NfFamily> made = [];
    private readonly List<NfTraceMessage> messages = [];

    /// <summary>Traces from now on. Tables that killed processes have left, on kernels where nobody owns them, are removed before.</summary>
    /// <param name="there">The namespace; null: the calling thread's.</param>
    /// <param name="flow">Whose packets, and whose answers.</param>
    /// <exception cref="LinuxException">EPERM: not permitted. EINVAL, EPROTONOSUPPORT, EOPNOTSUPP: no nf_tables.</exception>
    public NfFlowTrace(NamespaceHandle? there, ProbeFlow flow)
    {
        socket = NetlinkSocket.OpenNetfilter(there);
        client = new NfTablesClient(socket);
        try
        {
            told = new NfTraceSocket(there);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        try
        {
            RemoveLeftOvers(client);
            Make(NfFamily.Inet, flow);
            MakeForBridges(flow);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether there was more to tell than there was room for.</summary>
    public bool HasLost => told.HasLost;

    /// <summary>What was told until now, in order. Where a packet is met first, it is its own table that does something to it.</summary>
    public IReadOnlyList<NfTraceMessage> Read()
    {
        told.Read(messages);
        return messages;
    }

    /// <summary>Whether a message is about this trace's own table.</summary>
    public bool IsOwn(NfTraceMessage message) => message.Table == name.Value;

    public void Dispose()
    {
        foreach (var family in made)
            Remove(family);
        made.Clear();
        told.Dispose();
        // What is owned goes with it, if it has not gone.
        socket.Dispose();
    }

    /// <summary>Removes tables of traces whose process is no more.</summary>
    internal static void RemoveLeftOvers(NfTablesClient client)
    {
        foreach (var table in client.GetTables().Where(table => table.Name.StartsWith(TablePrefix, StringComparison.Ordinal)))
        {
            if (!ProcessMark.IsLeftOver(table.Name[TablePrefix.Length..]))
                continue;
            try
            {
                client.Commit(new NfBatch().DeleteTable(table.Family, table.Name));
            }
            catch (LinuxException failure) when (failure.Errno is Errno.ENOENT or Errno.EPERM)
            {
                // It has gone.
            }
        }
    }

    private void Make(NfFamily family, ProbeFlow flow)
    {
        try
        {
            client.Commit(TraceRules.Of(family, name, flow, NfTableFlags.Owner));
        }
        catch (NetlinkException unknown) when (unknown.Errno is Errno.EOPNOTSUPP or Errno.EINVAL)
        {
            client.Commit(TraceRules.Of(family, name, flow, NfTableFlags.None));
        }
        made.Add(family);
    }

    private void MakeForBridges(ProbeFlow flow)
    {
        try
        {
            Make(NfFamily.Bridge, flow);
        }
        catch (NetlinkException missing) when (missing.Errno is Errno.EOPNOTSUPP or Errno.EINVAL or Errno.ENOENT or Errno.EAFNOSUPPORT)
        {
            // Nobody has rules for bridges where the kernel has none.
        }
    }

    private void Remove(NfFamily family)
    {
        try
        {
            client.Commit(new NfBatch().DeleteTable(family, name));
        }
        catch (LinuxException)
        {
            // Somebody has flushed all rules; or else it goes with the socket.
        }
    }
}
