using VethLab.Linux.Interop;
using VethLab.Linux.NfTables;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.Networks.Records;

namespace VethLab.Networks.Nat.Ports;

/// <summary>
/// Where a bridge passes its packets to iptables, one whose destination is translated to a port of the same bridge is bridged there
/// (br_nf_pre_routing_finish in net/bridge/br_netfilter_hooks.c), and never leaves by the port that it came in by unless that is in hairpin mode.
/// </summary>
internal sealed class HairpinPort(NamespaceSession session, LabTable table, string destination)
{
    /// <summary>Whether bridges pass packets of the table's family to iptables.</summary>
    internal bool IsNeeded => session.Sysctls.Read(table.Family == NfFamily.IPv6 ? "bridge/bridge-nf-call-ip6tables" : "bridge/bridge-nf-call-iptables") == "1";

    /// <summary>Plans to turn it on for a port.</summary>
    internal void PlanAdd(Plan plan, (int Index, string Name, bool Hairpin) port)
    {
        var record = PortMappingRecord.Hairpin(port.Name, destination);
        if (Records(table).Any(rule => rule.Comment == record))
            return;
        // Somebody else's stays; that of the other family is shared with it.
        if (port.Hairpin && !IsOfOther(port.Name))
            return;
        string[] records = [record];
        plan.Add(table.AddRecordsCommand(records), () => table.AddRecords(records), () => table.RemoveRecords(records));
        if (!port.Hairpin)
            plan.Add(Command(port.Name, on: true), () => Set(port.Name, on: true), () => Set(port.Name, on: false));
    }

    /// <summary>Plans to give back what was recorded for the destination.</summary>
    /// <param name="plan">What is added to.</param>
    /// <param name="going">The records that go in the same plan, which this adds to.</param>
    internal void PlanGiveBack(Plan plan, ISet<string> going)
    {
        foreach (var record in Records(table).Where(rule => PortMappingRecord.ParseHairpin(rule.Comment)?.Destination == destination).ToList())
        {
            var port = PortMappingRecord.ParseHairpin(record.Comment)!.Value.Port;
            going.Add(record.Comment!);
            if (!IsOfOther(port, going))
                plan.Add(Command(port, on: false), () => Set(port, on: false), () => Set(port, on: true));
            table.PlanRemove(plan, [record]);
        }
    }

    private static IEnumerable<NfRule> Records(LabTable table) => table.Rules(LabTable.Records);

    /// <summary>Whether a mapping of another destination, or of the other family, has it for its sake.</summary>
    private bool IsOfOther(string port, ISet<string>? going = null) => new[] { NfFamily.IPv4, NfFamily.IPv6 }.SelectMany(family => Records(new LabTable(session, family: family)))
        .Any(rule => PortMappingRecord.ParseHairpin(rule.Comment) is { } other && other.Port == port && other.Destination != destination && going?.Contains(rule.Comment!) != true);

    private string Command(string port, bool on) => session.Shell.Run($"bridge link set dev {ShellPrefix.Quote(port)} hairpin {(on ? "on" : "off")}");

    /// <summary>The port may be gone, or in no bridge any more, and its mode with it.</summary>
    private void Set(string port, bool on) => KernelErrors.Explained(port, () =>
    {
        try
        {
            if (session.Links.Find(port) is { BridgePort: not null } link)
                session.Links.SetHairpin(link.Index, on);
        }
        catch (LinuxException failure) when (!on && failure.Errno is Errno.ENODEV or Errno.EOPNOTSUPP or Errno.EINVAL)
        {
            // Gone meanwhile.
        }
    });
}
