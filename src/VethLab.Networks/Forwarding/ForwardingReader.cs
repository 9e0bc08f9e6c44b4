using VethLab.Linux.Interop;
using VethLab.Networks.Errors;
using VethLab.Networks.Firewall;
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
            NotForwarding = session.Sysctls.Read(ForwardingSwitch.IPForward) == "0" ? [] : session.Links.List().Where(link => link.Name != "lo")
                .Select(link => link.Name).Where(name => session.Sysctls.Read($"ipv4/conf/{name}/forwarding") == "0").ToSnapshotList(),
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
    internal static IReadOnlyList<NetFirewallChain> Chains(NamespaceSession session) =>
        [.. FirewallReader.List(session).Where(chain => chain is { Hook: "forward", IsDormant: false }).OrderBy(chain => chain.Priority)];

    /// <summary>
    /// The tables that legacy iptables has made; to look with its programs would make some. Null where the kernel does not tell: only the
    /// machine's root may read the list, not the root of a user namespace.
    /// </summary>
    public static SnapshotList<string>? LegacyTables(NamespaceSession session)
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
