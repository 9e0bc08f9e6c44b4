using VethLab.Linux.Interop;
using VethLab.Linux.NfTables;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Records;

namespace VethLab.Networks.Forwarding;

/// <summary>Reads what decides about forwarding.</summary>
public static class ForwardingReader
{
    /// <summary>The state of a namespace.</summary>
    /// <exception cref="NetworkException">NotPermitted.</exception>
    public static NetForwarding Read(NamespaceSession session) => KernelErrors.Explained(session.Name, () =>
    {
        var records = session.HasNfTables ? new LabTable(session).Rules(LabTable.Records) : [];
        var state = new NetForwarding
        {
            IPv4 = session.Sysctls.Read(ForwardingSwitch.IPForward) == "1",
            IPv6 = Flag(session, "ipv6/conf/all/forwarding"),
            BridgeCallsIptables = Flag(session, "bridge/bridge-nf-call-iptables"),
            BridgeCallsIp6tables = Flag(session, "bridge/bridge-nf-call-ip6tables"),
            Chains = Chains(session).ToSnapshotList(),
            LegacyTables = LegacyTables(session),
            IsEnabledByVethLab = records.Any(rule => rule.Comment == RecordText.HoldsForwarding),
            EnabledBridges = records.Select(rule => RecordText.BridgeHeld(rule.Comment)).OfType<string>().ToSnapshotList(),
            Namespace = session.Name,
            NamespaceId = session.Identity,
        };
        return state with { Findings = ForwardingFindings.Of(state).ToSnapshotList() };
    });

    /// <summary>Base chains at the forward hook, lowest priority first; none where the kernel has no nf_tables.</summary>
    internal static IReadOnlyList<ForwardChain> Chains(NamespaceSession session)
    {
        if (!session.HasNfTables)
            return [];
        var tables = session.NfTables.GetTables();
        var chains = session.NfTables.GetChains();
        return chains.Where(chain => chain.Hook == NfHook.Forward).OrderBy(chain => chain.Priority).Select(chain =>
        {
            var inTable = chains.Where(other => other.Family == chain.Family && other.Table == chain.Table).ToList();
            var table = tables.FirstOrDefault(other => other.Family == chain.Family && other.Name == chain.Table);
            return new ForwardChain
            {
                Family = chain.Family.NftName(),
                Table = chain.Table,
                Chain = chain.Name,
                Priority = chain.Priority ?? 0,
                Policy = (chain.Policy ?? NfVerdict.Accept).NftName(),
                RuleCount = session.NfTables.GetRules(chain.Family, chain.Table, chain.Name).Count,
                Owner = table is null ? TableOwner.Unknown : TableOwner.Of(table, inTable),
            };
        }).ToList();
    }

    /// <summary>
    /// The tables that legacy iptables has made; to look with its programs would make some. Null where the kernel does not tell: only the
    /// machine's root may read the list, not the root of a user namespace.
    /// </summary>
    private static SnapshotList<string>? LegacyTables(NamespaceSession session)
    {
        try
        {
            return TablesIn(session, "ip_tables_names", "iptables").Concat(TablesIn(session, "ip6_tables_names", "ip6tables")).ToSnapshotList();
        }
        catch (LinuxException failure) when (failure.Errno == Errno.EACCES)
        {
            return null;
        }
    }

    private static IEnumerable<string> TablesIn(NamespaceSession session, string file, string program) =>
        session.Sysctls.ReadProcNet(file)?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(table => $"{program} {table}") ?? [];

    private static bool? Flag(NamespaceSession session, string key) => session.Sysctls.Read(key) is { } value ? value != "0" : null;
}
