using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.NfTables;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.Networks.Records;

namespace VethLab.Networks.Forwarding;

/// <summary>
/// Turns forwarding of the table's family on and gives back exactly what was. One write to ip_forward changes more than itself
/// (inet_forward_change in net/ipv4/devinet.c): conf/all/accept_redirects, conf/default/forwarding and every interface's forwarding; IPv6's
/// conf/all/forwarding does the latter two (addrconf_fixup_forwarding), and takes away the default routes that routers announced, unless an interface
/// has accept_ra 2. What a write of 0 would not bring back is recorded as well. Records stand in the kernel before anything is changed.
/// </summary>
internal sealed class ForwardingSwitch(NamespaceSession session, LabTable table)
{
    internal const string IPForward = "ipv4/ip_forward";
    internal const string IPv6Forwarding = "ipv6/conf/all/forwarding";
    private const string AcceptRedirects = "ipv4/conf/all/accept_redirects";

    /// <summary>A router announced the route (rtnetlink.h).</summary>
    private const byte RTPROT_RA = 9;

    private string Key => table.Family == NfFamily.IPv6 ? IPv6Forwarding : IPForward;

    private string Tree => table.Family == NfFamily.IPv6 ? "ipv6" : "ipv4";

    private string FamilyName => table.Family == NfFamily.IPv6 ? "IPv6" : "IPv4";

    internal bool IsOn => Read(Key) is { } value and not "0";

    /// <summary>Plans to turn it on; adds nothing where it is on.</summary>
    internal void PlanOn(Plan plan)
    {
        if (IsOn)
            return;
        var followers = Followers();
        var records = Survey().Concat(followers.Select(name => new RecordedSetting(AcceptAnnouncements(name), "1"))).Select(setting => RecordText.Was(setting.Key, setting.Value)).ToList();
        plan.Add(table.AddRecordsCommand(records), () => table.AddRecords(records), () => table.RemoveRecords(records));
        foreach (var name in followers)
            plan.Add(session.Shell.Sysctl(AcceptAnnouncements(name), "2"), () => Write(AcceptAnnouncements(name), "2"), () => Write(AcceptAnnouncements(name), "1"));
        plan.Add(session.Shell.Sysctl(Key, "1"), () => Write(Key, "1"), GiveBack);
        plan.Outcome.Add($"{FamilyName} forwarding was off in {session.Description} and is turned on.");
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
            () => Write(Key, "1"));
        table.PlanRemove(plan, table.Rules(LabTable.Records).Where(rule => RecordText.ParseWas(rule.Comment) is not null).ToList());
        plan.Outcome.Add($"{FamilyName} forwarding in {session.Description} is given back its former value.");
    }

    /// <summary>Turns it off or on for good, with no record: what a user asks for by name.</summary>
    internal void PlanSet(Plan plan, bool on) => plan.Add(
        session.Shell.Sysctl(Key, on ? "1" : "0"),
        () => Write(Key, on ? "1" : "0"),
        () => Write(Key, on ? "0" : "1"));

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

    private List<RecordedSetting> Recorded() =>
        table.Rules(LabTable.Records).Select(rule => RecordText.ParseWas(rule.Comment)).OfType<RecordedSetting>()
            .OrderByDescending(setting => setting.Key == Key).ToList();

    private List<RecordedSetting> Survey()
    {
        var settings = new List<RecordedSetting> { new(Key, "0") };
        if (table.Family == NfFamily.IPv4 && Read(AcceptRedirects) is { } redirects and not "1")
            settings.Add(new RecordedSetting(AcceptRedirects, redirects));
        var keys = KernelErrors.Explained(session.Name, () => session.Links.List()).Select(link => $"{Tree}/conf/{link.Name}/forwarding");
        foreach (var key in keys.Prepend($"{Tree}/conf/default/forwarding"))
        {
            if (Read(key) is { } value and not "0")
                settings.Add(new RecordedSetting(key, value));
        }
        return settings;
    }

    /// <summary>The interfaces by which a router announced a default route that forwarding would take away.</summary>
    private List<string> Followers()
    {
        if (table.Family != NfFamily.IPv6)
            return [];
        var names = KernelErrors.Explained(session.Name, () => session.Links.List()).ToDictionary(link => link.Index, link => link.Name);
        return KernelErrors.Explained(session.Name, () => session.Routes.List())
            .Where(route => route.Destination is { Family: AddressFamily.InterNetworkV6, Length: 0 } && route.Protocol == RTPROT_RA)
            .SelectMany(route => route.Hops).Select(hop => names.GetValueOrDefault(hop.InterfaceIndex)).OfType<string>().Distinct()
            .Where(name => Read(AcceptAnnouncements(name)) == "1").ToList();
    }

    private static string AcceptAnnouncements(string interfaceName) => $"ipv6/conf/{interfaceName}/accept_ra";

    private string? Read(string key) => KernelErrors.Explained(session.Name, () => session.Sysctls.Read(key));

    private void Write(string key, string value) => KernelErrors.Explained(session.Name, () => session.Sysctls.Write(key, value));
}
