using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Firewall;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.Plans;

/// <summary>The step that sets up the firewall of a namespace, after everything that is made, so that nothing of it runs into it.</summary>
internal static class LabFirewallSteps
{
    /// <summary>What a host's firewall comes to; no chains where it has none.</summary>
    internal static FirewallChains ChainsOf(LabHost host, string owner, FirewallNodes nodes) => FirewallChains.Of(host.Firewall ?? new LabFirewall(), owner, nodes);

    /// <summary>Adds the step where there is something to do.</summary>
    /// <param name="plan">What it is added to.</param>
    /// <param name="place">The namespace.</param>
    /// <param name="mark">Whose the table is.</param>
    /// <param name="before">What is there; null: the namespace is new.</param>
    /// <param name="after">What shall be there.</param>
    /// <returns>Whether there is.</returns>
    internal static bool Add(LabPlan plan, LabPlace place, LabMark mark, FirewallChains? before, FirewallChains after)
    {
        var commands = FirewallTable.Commands(mark.Table, after);
        if (before is null ? after.Chains.Count == 0 : commands == FirewallTable.Commands(mark.Table, before))
            return false;
        plan.Add(
            place, "Set up firewall", place.Name!, place.Run($"nft {ShellPrefix.Quote(commands)}"),
            () => FirewallTable.Write(place.Session, mark.Table, after),
            before is null ? null : () => FirewallTable.Write(place.Session, mark.Table, before));
        return true;
    }
}
