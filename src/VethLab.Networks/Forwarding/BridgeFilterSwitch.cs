using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.Networks.Records;

namespace VethLab.Networks.Forwarding;

/// <summary>Keeps bridged packets from iptables and IP's nf_tables chains, in the whole namespace (net.bridge.bridge-nf-call-*), and gives back what was.</summary>
internal sealed class BridgeFilterSwitch(NamespaceSession session, LabTable table)
{
    private static readonly string[] Keys = ["bridge/bridge-nf-call-iptables", "bridge/bridge-nf-call-ip6tables"];

    internal void PlanOff(Plan plan)
    {
        foreach (var key in Keys.Where(key => session.Sysctls.Read(key) == "1"))
        {
            string[] records = [RecordText.Had(key, "1")];
            plan.Add(table.AddRecordsCommand(records), () => table.AddRecords(records), () => table.RemoveRecords(records));
            plan.Add(session.Shell.Sysctl(key, "0"), () => Write(key, "0"), () => Write(key, "1"));
            plan.Outcome.Add($"net.{key.Replace('/', '.')} was 1 in {session.Description} and is 0: no bridge there passes its packets to {(key.Contains("ip6", StringComparison.Ordinal) ? "ip6tables" : "iptables")} any more.");
        }
    }

    internal void PlanGiveBack(Plan plan)
    {
        foreach (var record in table.Rules(LabTable.Records))
        {
            if (RecordText.ParseHad(record.Comment) is not { } had || !Keys.Contains(had.Key))
                continue;
            plan.Add(session.Shell.Sysctl(had.Key, had.Value), () => Write(had.Key, had.Value), () => Write(had.Key, "0"));
            table.PlanRemove(plan, [record]);
        }
    }

    private void Write(string key, string value) => KernelErrors.Explained(session.Name, () => session.Sysctls.Write(key, value));
}
