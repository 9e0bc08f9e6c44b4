using VethLab.Linux.Interop;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.Networks.Records;

namespace VethLab.Networks.Forwarding;

/// <summary>
/// Turns IPv4 forwarding on and gives back exactly what was. One write to ip_forward changes more than itself (inet_forward_change in
/// net/ipv4/devinet.c): conf/all/accept_redirects, conf/default/forwarding and every interface's forwarding. What a write of 0 would
/// not bring back is recorded as well. Records stand in the kernel before anything is changed.
/// </summary>
internal sealed class ForwardingSwitch(NamespaceSession session, LabTable table)
{
    internal const string IPForward = "ipv4/ip_forward";
    private const string AcceptRedirects = "ipv4/conf/all/accept_redirects";
    private const string DefaultForwarding = "ipv4/conf/default/forwarding";

    internal bool IsOn => Read(IPForward) == "1";

    /// <summary>Plans to turn it on; adds nothing where it is on.</summary>
    internal void PlanOn(Plan plan)
    {
        if (IsOn)
            return;
        var records = Survey().Select(setting => RecordText.Was(setting.Key, setting.Value)).ToList();
        plan.Add(table.AddRecordsCommand(records), () => table.AddRecords(records), () => table.RemoveRecords(records));
        plan.Add(session.Shell.Sysctl(IPForward, "1"), () => Write(IPForward, "1"), GiveBack);
        plan.Notes.Add($"IPv4 forwarding was off in {session.Description} and is turned on.");
    }

    /// <summary>
    /// Plans to give back what was, as far as something was recorded. Where another of VethLab's tables needs forwarding as well, it gets the
    /// records instead, and gives back in its turn.
    /// </summary>
    internal void PlanGiveBack(Plan plan)
    {
        var settings = Recorded();
        if (settings.Count == 0)
            return;
        if (table.Others.FirstOrDefault(other => other.NeedsForwarding) is { } heir)
        {
            var records = settings.Select(setting => RecordText.Was(setting.Key, setting.Value)).ToList();
            plan.Add(heir.AddRecordsCommand(records), () => heir.AddRecords(records), () => heir.RemoveRecords(records));
            table.PlanRemove(plan, table.Rules(LabTable.Records).Where(rule => RecordText.ParseWas(rule.Comment) is not null).ToList());
            return;
        }
        plan.Add(
            string.Join(" && ", settings.Select(setting => session.Shell.Sysctl(setting.Key, setting.Value))),
            GiveBack,
            () => Write(IPForward, "1"));
        table.PlanRemove(plan, table.Rules(LabTable.Records).Where(rule => RecordText.ParseWas(rule.Comment) is not null).ToList());
        plan.Notes.Add($"IPv4 forwarding in {session.Description} is given back its former value.");
    }

    /// <summary>Turns it off or on for good, with no record: what a user asks for by name.</summary>
    internal void PlanSet(Plan plan, bool on) => plan.Add(
        session.Shell.Sysctl(IPForward, on ? "1" : "0"),
        () => Write(IPForward, on ? "1" : "0"),
        () => Write(IPForward, on ? "0" : "1"));

    /// <summary>ip_forward first, since it sets the others.</summary>
    private void GiveBack()
    {
        foreach (var (key, value) in Recorded())
        {
            try
            {
                Write(key, value);
            }
            catch (NetworkException failure) when (failure.InnerException is LinuxException { Errno: Errno.ENOENT })
            {
                // The interface is gone, and its setting with it.
            }
        }
    }

    private List<(string Key, string Value)> Recorded() =>
        table.Rules(LabTable.Records).Select(rule => RecordText.ParseWas(rule.Comment)).OfType<(string Key, string Value)>()
            .OrderByDescending(setting => setting.Key == IPForward).ToList();

    private List<(string Key, string Value)> Survey()
    {
        var settings = new List<(string Key, string Value)> { (IPForward, "0") };
        if (Read(AcceptRedirects) is { } redirects and not "1")
            settings.Add((AcceptRedirects, redirects));
        var keys = KernelErrors.Explained(session.Name, () => session.Links.List()).Select(link => $"ipv4/conf/{link.Name}/forwarding");
        foreach (var key in keys.Prepend(DefaultForwarding))
        {
            if (Read(key) is { } value and not "0")
                settings.Add((key, value));
        }
        return settings;
    }

    private string? Read(string key) => KernelErrors.Explained(session.Name, () => session.Sysctls.Read(key));

    private void Write(string key, string value) => KernelErrors.Explained(session.Name, () => session.Sysctls.Write(key, value));
}
