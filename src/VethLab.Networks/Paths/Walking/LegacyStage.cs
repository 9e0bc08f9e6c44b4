using System.Net.Sockets;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Says where tables of legacy iptables may drop packets: nobody can judge their rules from here.</summary>
internal static class LegacyStage
{
    internal static void Look(WalkContext context, PathSpace space, AddressFamily family)
    {
        var program = family == AddressFamily.InterNetworkV6 ? "ip6tables" : "iptables";
        var tables = space.LegacyTables.Where(table => table.StartsWith(program + " ", StringComparison.Ordinal)).ToList();
        if (tables.Count == 0)
            return;
        context.Report.Hop(space, PathHopKind.LegacyTable, $"legacy {program}", $"tables {string.Join(", ", tables)}, whose rules are not shown", PathHopState.Unknown);
        context.Report.Suspect(
            PathCause.LegacyIptables, $"{space.Description} has tables of legacy iptables ({string.Join(", ", tables)}), which may drop packets",
            Repair.Inside(space, $"{program}-legacy-save | {program}-nft-restore", $"{program}-legacy -F", $"{program}-legacy -P FORWARD ACCEPT"));
        context.Report.HasGap = true;
    }
}
